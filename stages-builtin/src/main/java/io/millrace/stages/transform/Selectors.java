package io.millrace.stages.transform;

import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import io.millrace.stages.transform.SelectorOptions.SelectCorrelation;
import io.millrace.stages.transform.SelectorOptions.SelectImportance;
import io.millrace.stages.transform.SelectorOptions.SelectL1;
import io.millrace.stages.transform.SelectorOptions.SelectUnivariate;
import io.millrace.stages.transform.SelectorTransformer.Selector;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What chooses slots of vectors, as a table: how each tells which to keep. */
public final class Selectors implements StageFamily<Dataset<Row>> {
  /** For ServiceLoader. */
  public Selectors() {}

  @Override
  public List<StageFactory<Dataset<Row>, ?>> stages() {
    return List.of(
        row(
            "transform/select-correlation",
            SelectCorrelation.class,
            "Drops or merges slots that say nearly the same as another one",
            """
            columns: [features]
            threshold: 0.9
            """,
            CorrelatedSlots::choose),
        row(
            "transform/select-univariate",
            SelectUnivariate.class,
            "Keeps the slots that, each for itself, say most of the label, by a test or its"
                + " information",
            """
            columns: [features]
            label: Churn
            score: anova
            selectionThreshold: 3
            """,
            UnivariateScores::choose),
        row(
            "transform/select-importance",
            SelectImportance.class,
            "Keeps the slots that trees make most use of to predict the label",
            """
            columns: [features]
            label: Churn
            numTrees: 10
            top: 3
            """,
            LearntScores::byImportance),
        row(
            "transform/select-l1",
            SelectL1.class,
            "Keeps the slots that a linear model with an L1 penalty gives a coefficient",
            """
            columns: [features]
            label: Churn
            """,
            LearntScores::byCoefficients));
  }

  private static <O extends Record & SelectorOptions.Common> StageFactory<Dataset<Row>, O> row(
      String name, Class<O> options, String help, String example, Selector<O> selector) {
    return new StageRow<>(
        name, options, help, example, given -> new SelectorTransformer<>(name, given, selector));
  }
}
