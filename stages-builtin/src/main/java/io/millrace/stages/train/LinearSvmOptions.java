package io.millrace.stages.train;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/linear-svm}. */
public record LinearSvmOptions(
    @Help("the column with the classes: a string, a number or a boolean") @InputColumn @NotEmpty
        String label,
    @Help("the vector to learn from") @InputColumn @NotEmpty @Default("features") String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("how much the rows of a class weigh, beside their own weight")
        @Nullable ClassWeights classWeights,
    @Help("strength of regularisation; 0 for none") @Range(min = 0) @Tunable @Default("0.0")
        double regParam,
    @Help("iterations at most") @Range(min = 1) @Tunable @Default("100") int maxIter,
    @Help("stop when an iteration gains less than this") @Range(min = 0) @Tunable @Default("1e-6")
        double tol,
    @Help("whether to learn an intercept") @Tunable @Default("true") boolean fitIntercept,
    @Help("whether to regularise features as if all had the same spread") @Tunable @Default("true")
        boolean standardization)
    implements PredictorOptions {}
