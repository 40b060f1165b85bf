package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static io.millrace.stages.transform.SelectorRows.VECTOR;
import static io.millrace.stages.transform.SelectorRows.choice;
import static io.millrace.stages.transform.SelectorRows.fit;
import static io.millrace.stages.transform.SelectorRows.top;
import static io.millrace.stages.transform.SelectorRows.train;
import static io.millrace.stages.transform.SelectorRows.univariate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.SelectorOptions.Correlation;
import io.millrace.stages.transform.SelectorOptions.Learner;
import io.millrace.stages.transform.SelectorOptions.Merging;
import io.millrace.stages.transform.SelectorOptions.Score;
import io.millrace.stages.transform.SelectorOptions.SelectCorrelation;
import io.millrace.stages.transform.SelectorOptions.SelectImportance;
import io.millrace.stages.transform.SelectorOptions.SelectL1;
import io.millrace.stages.transform.SelectorOptions.SelectionMode;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Slots chosen by correlation, trees and penalties. */
@ExtendWith(SparkExtension.class)
final class SelectorsTest {
  /** Components by PCA of scikit-learn 1.9.1 on values of mean 0 and deviation 1 (n - 1). */
  @Test
  void slotsThatSayTheSameAreDroppedOrMerged(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    FittedStage dropped = fit(correlation(0.9, Merging.DROP), train);
    FittedStage component = fit(correlation(0.9, Merging.COMPONENT), train);
    FittedStage three = fit(correlation(0.3, Merging.COMPONENT), without(train, 1));
    FittedStage mean = fit(correlation(0.9, Merging.MEAN), train);

    assertThat(first(frames, dropped.apply(train))).isEqualTo(List.of(1.0, 0.0, 3.0));
    assertThat(dropped.context().facts())
        .containsEntry("kept of 'v.ector `é`'", "3 of 4 slots: 0, 1, 2");
    Dataset<Row> merged = component.apply(train);
    assertThat(first(frames, merged).subList(0, 2)).isEqualTo(List.of(0.0, 3.0));
    assertThat((Double) first(frames, merged).get(2)).isCloseTo(-1.6784275569765919, within(1e-12));
    assertThat((Double) first(frames, mean.apply(train)).get(2))
        .isCloseTo(-1.6784275569765919 / Math.sqrt(2), within(1e-12));
    assertThat((Double) first(frames, three.apply(without(train, 1))).get(0))
        .isCloseTo(-2.0596696632995544, within(1e-9));
    assertThat(
            Arrays.stream(
                    AttributeGroup.fromStructField(merged.schema().apply("made"))
                        .attributes()
                        .get())
                .map(attribute -> attribute.name().get()))
        .containsExactly("1", "2", "0+3");
    assertThat(component.context().facts())
        .containsEntry("kept of 'v.ector `é`'", "2 of 4 slots: 1, 2; merged: 0+3");
    for (FittedStage stage : List.of(dropped, component, mean)) {
      assertThat(frames.rows(stage.applyStock(train))).isEqualTo(frames.rows(stage.apply(train)));
    }
  }

  private static SelectCorrelation correlation(double threshold, Merging merging) {
    return new SelectCorrelation(
        List.of(VECTOR), List.of("made"), null, threshold, Correlation.PEARSON, merging);
  }

  /** The vectors without a slot. */
  private static Dataset<Row> without(Dataset<Row> train, int slot) {
    UDF1<Vector, Vector> shorter =
        vector -> {
          List<Double> kept = new ArrayList<>();
          for (int i = 0; i < vector.size(); i++) {
            if (i != slot) {
              kept.add(vector.apply(i));
            }
          }
          return org.apache.spark.ml.linalg.Vectors.dense(
              kept.stream().mapToDouble(Double::doubleValue).toArray());
        };
    return Columns.with(
        train,
        Map.of(
            VECTOR, functions.udf(shorter, SQLDataTypes.VectorType()).apply(Columns.col(VECTOR))));
  }

  private static List<?> first(SparkTestFrames frames, Dataset<Row> made) {
    return (List<?>) frames.column(made, "made").get(0);
  }

  @Test
  @Tag("full")
  void treesAndPenaltiesKeepTheSlotsThatPredict(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    for (Learner learner : Learner.values()) {
      for (Task task : Task.values()) {
        String label = task == Task.REGRESSION ? "number" : "class";
        SelectImportance options =
            new SelectImportance(
                List.of(VECTOR), List.of("made"), null, label, task, learner, 3, 2, null, 0.3);
        Choice choice = choice(fit(options, train));
        assertThat(Arrays.stream(choice.kept()).boxed().toList())
            .as("%s %s", learner, task)
            .isNotEmpty()
            .isSubsetOf(0, 1, 3);
        assertThat(Arrays.stream(choice.scores()).sum()).isCloseTo(1, within(1e-9));
      }
    }
    SelectImportance one =
        new SelectImportance(
            List.of(VECTOR),
            List.of("made"),
            null,
            "class",
            Task.CLASSIFICATION,
            Learner.RANDOM_FOREST,
            5,
            2,
            1,
            null);
    assertThat(choice(fit(one, train)).kept()).hasSize(1);
    FittedStage classes =
        fit(
            new SelectL1(
                List.of(VECTOR), List.of("made"), null, "class", Task.CLASSIFICATION, 0.2, 100),
            train);
    FittedStage number =
        fit(
            new SelectL1(
                List.of(VECTOR), List.of("made"), null, "number", Task.REGRESSION, 0.5, 100),
            train);
    assertThat(choice(classes).kept()).isNotEmpty().doesNotContain(2);
    assertThat(choice(number).kept()).isNotEmpty().doesNotContain(1, 2);
    assertThat(frames.rows(classes.applyStock(train))).isEqualTo(frames.rows(classes.apply(train)));
  }

  @Test
  void rowsThatCantBeChosenFromAreNamed(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    Schema schema = io.millrace.stages.SchemaPromise.of(train);
    FittedStage stage = fit(correlation(0.9, Merging.DROP), train);
    assertFails(
        () -> fit(correlation(0.9, Merging.DROP), train.where("false")),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v.ector `é`' has no vector in the training rows to tell its slots by.");
    assertFails(
        () -> fit(top(Score.ANOVA, 1), train.where("false")),
        StandardError.EMPTY_INPUT,
        "There are no training rows to learn 'class' from.");
    assertFails(
        () ->
            fit(
                correlation(0.9, Merging.DROP),
                frames.frame(schema, List.of(Arrays.asList(List.of(1.0, Double.NaN), "n", 1.0)))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v.ector `é`' holds values that are no finite numbers: fill them with"
            + " transform/impute.");
    assertFails(
        () -> stage.apply(frames.frame(schema, List.of(Arrays.asList(List.of(1.0), "n", 1.0)))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v.ector `é`' holds a vector of 1 slots, and those of the training rows have"
            + " 4.");
    assertFails(
        () -> fit(univariate(Score.ANOVA, SelectionMode.FWE, 1e-9, null), train),
        StandardError.UNUSABLE_COLUMN,
        "The stage transform/select-univariate keeps none of the 4 slots of 'v.ector `é`': let it"
            + " keep more.");
    assertFails(
        () ->
            fit(
                univariate(Score.F_REGRESSION, SelectionMode.FPR, null, null),
                train.selectExpr("* except (number)", "if(number > 5, null, number) as number")),
        StandardError.UNUSABLE_LABEL,
        "The label 'number' is missing in 1 training row: drop such rows with transform/filter.");
  }
}
