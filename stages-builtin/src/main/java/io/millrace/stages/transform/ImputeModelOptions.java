package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code transform/impute-model}. */
public record ImputeModelOptions(
    @Help("the columns to fill where they are null or not a number: numbers, strings, booleans")
        @InputColumn
        @NotEmpty
        List<String> columns,
    @Help("further columns to predict them by, besides each other: numbers, strings, booleans")
        @InputColumn
        @Default("[]")
        List<String> predictors,
    @Help("what predicts: a linear model, one decision tree, or a random forest")
        @Tunable
        @Default("linear")
        Learner learner,
    @Help(
            "how often each column is predicted anew by what the others have become; in the first"
                + " round, by their means and most frequent values")
        @Range(min = 1, max = 20)
        @Tunable
        @Default("3")
        int rounds,
    @Help("the linear model's penalty on squared coefficients")
        @Range(min = 0)
        @Tunable
        @Default("0.0")
        double regParam,
    @Help("questions on the way to a leaf of a tree, at most")
        @Range(min = 1, max = 30)
        @Tunable
        @Default("5")
        int maxDepth,
    @Help("how many trees the forest has") @Range(min = 1) @Tunable @Default("20") int numTrees,
    @Help("adds, for each column, a boolean of its name and this suffix: whether it was missing")
        @NotEmpty
        @Nullable String indicatorSuffix) {
  /** What predicts missing values. */
  public enum Learner {
    LINEAR,
    TREE,
    FOREST
  }
}
