package io.millrace.stages.train;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import io.millrace.spark.api.TrainerColumns;
import java.util.List;

/** The options of {@code train/survival-regression}. */
public record SurvivalRegressionOptions(
    @Help("the time until the event, or until the row was last seen: a number above 0")
        @InputColumn
        @NotEmpty
        String label,
    @Help(
            "whether the event was seen at that time (1 or true), or had not happened by then: then"
                + " the row is censored (0 or false)")
        @InputColumn
        @NotEmpty
        String event,
    @Help("the vector to learn from") @InputColumn @NotEmpty @Default("features") String features,
    @Help(
            "shares between 0 and 1: the column quantiles tells for each by when that share of such"
                + " rows has seen the event")
        @NotEmpty
        @Default("[0.1, 0.5, 0.9]")
        List<Double> quantileProbabilities,
    @Help("iterations at most") @Range(min = 1) @Tunable @Default("100") int maxIter,
    @Help("stop when an iteration gains less than this") @Range(min = 0) @Tunable @Default("1e-6")
        double tol,
    @Help("whether to learn an intercept") @Tunable @Default("true") boolean fitIntercept)
    implements PredictorOptions {
  /** The vector that models add. */
  static final String QUANTILES = "quantiles";

  public SurvivalRegressionOptions {
    quantileProbabilities = List.copyOf(quantileProbabilities);
  }

  @Override
  public TrainerColumns columns() {
    return new TrainerColumns(features, label, null, event);
  }

  @Override
  public void check() {
    if (quantileProbabilities.stream().anyMatch(share -> !(share > 0 && share < 1))) {
      throw new IllegalArgumentException("each of quantileProbabilities is between 0 and 1");
    }
  }
}
