package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of the stages that make numbers of numbers. */
public final class NumberOptions {
  private NumberOptions() {}

  /** The options of {@code transform/binarize}. */
  @Exclusive({"outputs", "suffix"})
  public record Binarize(
      @Help("numbers to turn to 1 if they exceed a threshold, else to 0") @InputColumn @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _binary, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("the threshold") @Tunable @Default("0.0") double threshold)
      implements FeatureOptions {}

  /** The options of {@code transform/bucketize}. */
  @Exclusive({"outputs", "suffix"})
  public record Bucketize(
      @Help("numbers to put in buckets") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _bucket, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help(
              "where one bucket ends and the next begins, in ascending order; the first has no lower, the last no upper end")
          @NotEmpty
          List<Double> cuts,
      @Help(
              "what to do with what is no number: error, skip the row, or keep it in a bucket of its own")
          @Tunable
          @Default("error")
          HandleInvalid handleInvalid)
      implements FeatureOptions {}

  /** The options of {@code transform/quantiles}. */
  @Exclusive({"outputs", "suffix"})
  public record Quantiles(
      @Help("numbers to put in buckets that hold about as many rows each") @InputColumn @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _bucket, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("how many buckets; fewer, if values repeat") @Range(min = 2) @Tunable @Default("10")
          int numBuckets,
      @Help("how far from its quantile, as a share of the rows, a cut may lie")
          @Range(min = 0, max = 1)
          @Tunable
          @Default("0.001")
          double relativeError,
      @Help(
              "what to do with what is no number: error, skip the row, or keep it in a bucket of its own")
          @Tunable
          @Default("error")
          HandleInvalid handleInvalid)
      implements FeatureOptions {}
}
