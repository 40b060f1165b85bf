package io.millrace.stages.train;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import io.millrace.spark.api.SparkMlTrainer.Task;

/** The options of {@code train/factorization-machines}. */
public record FactorizationMachinesOptions(
    @Help("the column to predict: classes, or a number") @InputColumn @NotEmpty String label,
    @Help("the vector to learn from") @InputColumn @NotEmpty @Default("features") String features,
    @Help("whether the label is a class or a number") @Default("classification") Task task,
    @Help("length of the vector that stands for a feature in pairs")
        @Range(min = 1)
        @Tunable
        @Default("8")
        int factorSize,
    @Help("whether to learn an intercept") @Tunable @Default("true") boolean fitIntercept,
    @Help("whether to learn a weight for each feature beside the pairs") @Tunable @Default("true")
        boolean fitLinear,
    @Help("strength of regularisation; 0 for none") @Range(min = 0) @Tunable @Default("0.0")
        double regParam,
    @Help("share of the rows that a step looks at")
        @Range(min = 0, max = 1, minExclusive = true)
        @Tunable
        @Default("1.0")
        double miniBatchFraction,
    @Help("spread of the first random weights")
        @Range(min = 0, minExclusive = true)
        @Tunable
        @Default("0.01")
        double initStd,
    @Help("iterations at most") @Range(min = 1) @Tunable @Default("100") int maxIter,
    @Help("size of the first step") @Range(min = 0, minExclusive = true) @Tunable @Default("1.0")
        double stepSize,
    @Help("stop when an iteration gains less than this") @Range(min = 0) @Tunable @Default("1e-6")
        double tol)
    implements PredictorOptions {}
