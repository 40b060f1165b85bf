package io.millrace.stages.train;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/generalized-linear-regression}. */
public record GeneralizedLinearRegressionOptions(
    @Help("the number to predict") @InputColumn @NotEmpty String label,
    @Help("the vector to learn from") @InputColumn @NotEmpty @Default("features") String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("how the label is distributed around its mean") @Tunable @Default("gaussian")
        Family family,
    @Help("what of the mean is linear in the features; the usual one of the family, if not given")
        @Tunable
        @Nullable Link link,
    @Help("the variance grows with this power of the mean; for the family tweedie")
        @Range(min = 0)
        @Tunable
        @Default("0.0")
        double variancePower,
    @Help("strength of regularisation; 0 for none") @Range(min = 0) @Tunable @Default("0.0")
        double regParam,
    @Help("iterations at most") @Range(min = 1) @Tunable @Default("25") int maxIter,
    @Help("stop when an iteration gains less than this") @Range(min = 0) @Tunable @Default("1e-6")
        double tol,
    @Help("whether to learn an intercept") @Tunable @Default("true") boolean fitIntercept)
    implements PredictorOptions {
  /** Distributions of the label. */
  public enum Family {
    GAUSSIAN,
    BINOMIAL,
    POISSON,
    GAMMA,
    TWEEDIE
  }

  /** Functions of the mean. */
  public enum Link {
    IDENTITY,
    LOG,
    INVERSE,
    LOGIT,
    PROBIT,
    CLOGLOG,
    SQRT
  }
}
