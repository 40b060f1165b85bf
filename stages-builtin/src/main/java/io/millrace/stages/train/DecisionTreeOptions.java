package io.millrace.stages.train;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import io.millrace.spark.api.SparkMlTrainer.Task;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/decision-tree}. */
public record DecisionTreeOptions(
    @Help("the column to predict: classes, or a number") @InputColumn @NotEmpty String label,
    @Help("the vector to learn from") @InputColumn @NotEmpty @Default("features") String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("how much the rows of a class weigh, beside their own weight")
        @Nullable ClassWeights classWeights,
    @Help("whether the label is a class or a number") @Default("classification") Task task,
    @Help("levels of a tree below its root") @Range(min = 0, max = 30) @Tunable @Default("5")
        int maxDepth,
    @Help("bins that a feature's values fall in; at least as many as a feature has categories")
        @Range(min = 2)
        @Tunable
        @Default("32")
        int maxBins,
    @Help("rows that each side of a split keeps at least") @Range(min = 1) @Tunable @Default("1")
        int minInstancesPerNode,
    @Help("a split gains at least this much") @Range(min = 0) @Tunable @Default("0.0")
        double minInfoGain)
    implements PredictorOptions {}
