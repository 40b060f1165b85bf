package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;

/** The options of {@code transform/outliers}. */
public record OutliersOptions(
    @Help("the columns of numbers to look at, each by itself") @InputColumn @NotEmpty
        List<String> columns,
    @Help("how bounds are learnt from the training rows") @Tunable @Default("iqr") Method method,
    @Help(
            "how far bounds lie apart: times the range of the middle half beyond it (iqr), or"
                + " standard deviations from the mean (z-score; 3 is usual)")
        @Tunable
        @Range(min = 0, minExclusive = true)
        @Default("1.5")
        double factor,
    @Help("the lower bound of method quantile, as a share of the rows")
        @Range(min = 0, max = 1)
        @Default("0.01")
        double lower,
    @Help("the upper bound of method quantile, as a share of the rows")
        @Range(min = 0, max = 1)
        @Default("0.99")
        double upper,
    @Help("what happens to a value outside of the bounds") @Default("clip") Action action,
    @Help("what the name of an indicator column of action flag ends with") @Default("_outlier")
        String suffix) {
  /** How bounds are learnt. */
  public enum Method {
    /** Beyond the first and third quartile by a factor of their distance. */
    IQR,
    /** The values at two shares of the rows. */
    QUANTILE,
    /** Away from the mean by a factor of the standard deviation. */
    Z_SCORE
  }

  /** What happens to a value outside of the bounds. */
  public enum Action {
    /** It becomes the bound. */
    CLIP,
    /** It becomes missing. */
    NULL,
    /** Its row is dropped, from the training rows only. */
    DROP_FROM_TRAINING,
    /** It stays, and a new boolean column tells of it. */
    FLAG
  }
}
