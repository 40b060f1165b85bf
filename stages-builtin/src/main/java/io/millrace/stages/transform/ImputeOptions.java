package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code transform/impute}. */
public record ImputeOptions(
    @Help("the columns to fill where they are null or not a number") @InputColumn @NotEmpty
        List<String> columns,
    @Help("what to fill with; mean and median take numbers") @Tunable @Default("mean")
        Strategy strategy,
    @Help("the value of strategy constant, as text in the columns' type") @Nullable String value,
    @Help("adds, for each column, a boolean of its name and this suffix: whether it was missing")
        @Nullable String indicatorSuffix,
    @Help(
            "error of the median's rank as a share of the rows; 0 is exact, and needs memory for all"
                + " distinct values of a column")
        @Range(min = 0, max = 1, maxExclusive = true)
        @Default("0.0")
        double relativeError) {
  /** What missing values are filled with. */
  public enum Strategy {
    /** The mean of the training rows. */
    MEAN,
    /** The value in the middle of the training rows; of two, their mean. */
    MEDIAN,
    /** The most frequent value of the training rows; of several, the smallest. */
    MODE,
    /** The option {@code value}. */
    CONSTANT
  }
}
