package io.millrace.stages.train;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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
    @Help(
            "the variance grows with this power of the mean: 0, or 1 and more; for the family tweedie, which needs it")
        @Range(min = 0)
        @Tunable
        @Nullable Double variancePower,
    @Help("strength of regularisation; 0 for none") @Range(min = 0) @Tunable @Default("0.0")
        double regParam,
    @Help("iterations at most") @Range(min = 1) @Tunable @Default("25") int maxIter,
    @Help("stop when an iteration gains less than this") @Range(min = 0) @Tunable @Default("1e-6")
        double tol,
    @Help("whether to learn an intercept") @Tunable @Default("true") boolean fitIntercept)
    implements PredictorOptions {
  @Override
  public void check() {
    boolean tweedie = family == Family.TWEEDIE;
    if (tweedie != (variancePower != null)) {
      throw new IllegalArgumentException(
          tweedie
              ? "family tweedie needs the option variancePower"
              : "the option variancePower needs family tweedie");
    }
    if (link != null && !family.links.contains(link)) {
      throw new IllegalArgumentException(
          "family %s takes no link %s%s"
              .formatted(
                  text(family),
                  text(link),
                  tweedie
                      ? ""
                      : "; it takes "
                          + family.links.stream()
                              .map(GeneralizedLinearRegressionOptions::text)
                              .collect(Collectors.joining(", "))));
    }
  }

  private static String text(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** Distributions of the label. */
  public enum Family {
    GAUSSIAN(Link.IDENTITY, Link.LOG, Link.INVERSE),
    BINOMIAL(Link.LOGIT, Link.PROBIT, Link.CLOGLOG),
    POISSON(Link.LOG, Link.IDENTITY, Link.SQRT),
    GAMMA(Link.INVERSE, Link.IDENTITY, Link.LOG),
    TWEEDIE;

    private final List<Link> links;

    Family(Link... links) {
      this.links = List.of(links);
    }
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
