package io.millrace.xgboost;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import io.millrace.spark.api.SparkMlTrainer.Task;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/xgboost}; their defaults are XGBoost's own. */
public record XgboostOptions(
    @Help("the column to predict: classes, or a number") @InputColumn @NotEmpty String label,
    @Help("the vector to learn from; NaN in it means missing")
        @InputColumn
        @NotEmpty
        @Default("features")
        String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("whether the label is a class or a number") @Default("classification") Task task,
    @Help("rounds of boosting, each of which adds a tree (one a class, if there are more than two)")
        @Range(min = 1)
        @Tunable
        @Default("100")
        int numRound,
    @Help("how much of a tree is added")
        @Range(min = 0, max = 1, minExclusive = true)
        @Tunable
        @Default("0.3")
        double eta,
    @Help("levels of a tree below its root") @Range(min = 1, max = 30) @Tunable @Default("6")
        int maxDepth,
    @Help("a split keeps at least this sum of second derivatives on each side")
        @Range(min = 0)
        @Tunable
        @Default("1.0")
        double minChildWeight,
    @Help("a split lessens the loss by at least this much") @Range(min = 0) @Tunable @Default("0.0")
        double gamma,
    @Help("how strongly leaves are held near zero, by their squares")
        @Range(min = 0)
        @Tunable
        @Default("1.0")
        double lambda,
    @Help("how strongly leaves are held at zero, by their sizes")
        @Range(min = 0)
        @Tunable
        @Default("0.0")
        double alpha,
    @Help("share of the rows that a tree learns from")
        @Range(min = 0, max = 1, minExclusive = true)
        @Tunable
        @Default("1.0")
        double subsample,
    @Help("share of the slots that a tree learns from")
        @Range(min = 0, max = 1, minExclusive = true)
        @Tunable
        @Default("1.0")
        double colsampleBytree,
    @Help("bins that a slot's values fall in") @Range(min = 2) @Tunable @Default("256") int maxBin,
    @Help("how many rows of the first class one of the second counts for; of two classes only")
        @Range(min = 0, minExclusive = true)
        @Tunable
        @Nullable Double scalePosWeight,
    @Help(
            "stop when the loss on held-out rows (logloss, mlogloss, rmse) has not got better for"
                + " so many rounds, and keep the trees up to the best one; if not given, learn all")
        @Range(min = 1)
        @Tunable
        @Nullable Integer numEarlyStoppingRounds,
    @Help(
            "with numEarlyStoppingRounds: the share of the training rows that are held out, where"
                + " the split makes no validation part")
        @Range(min = 0, max = 1, minExclusive = true, maxExclusive = true)
        @Default("0.1")
        double validationShare,
    @Help(
            "tasks that learn side by side, each from its share of the rows: as many have to be"
                + " free at once; another number gives slightly other trees")
        @Range(min = 1)
        @Default("1")
        int numWorkers) {}
