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

/** Options of the stages that make vectors of vectors. */
public final class VectorOptions {
  private VectorOptions() {}

  /** The options of {@code transform/idf}. */
  @Exclusive({"outputs", "suffix"})
  public record Idf(
      @Help("vectors of counts") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _idf, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("a slot that is filled in fewer rows becomes 0") @Range(min = 0) @Tunable @Default("0")
          int minDocFreq)
      implements FeatureOptions {}

  /** The options of {@code transform/normalise}. */
  @Exclusive({"outputs", "suffix"})
  public record Normalise(
      @Help("vectors to bring to the length 1") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help(
              "what a made column's name ends with; _normalised, if neither this nor outputs is"
                  + " given")
          @NotEmpty
          @Nullable String suffix,
      @Help("the norm: 1 adds up, 2 is the length in space, .inf the largest slot")
          @Range(min = 1)
          @Tunable
          @Default("2.0")
          double p)
      implements FeatureOptions {}

  /** The options of {@code transform/polynomial}. */
  @Exclusive({"outputs", "suffix"})
  public record Polynomial(
      @Help("vectors to raise to powers and multiply out") @InputColumn @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _powers, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("the highest power, and number of factors") @Range(min = 1) @Tunable @Default("2")
          int degree)
      implements FeatureOptions {}

  /** The options of {@code transform/pca}. */
  @Exclusive({"outputs", "suffix"})
  public record Pca(
      @Help("vectors to turn to their main directions") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _pca, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("how many directions") @Range(min = 1) @Tunable int k)
      implements FeatureOptions {}

  /** The options of {@code transform/svd}. */
  @Exclusive({"outputs", "suffix"})
  public record Svd(
      @Help("vectors to turn to the directions in which they are longest; zeros stay zeros")
          @InputColumn
          @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _svd, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("how many directions") @Range(min = 1) @Tunable int k)
      implements FeatureOptions {}

  /** The options of {@code transform/topics}. */
  @Exclusive({"outputs", "suffix"})
  public record Topics(
      @Help("vectors of counts of words") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _topics, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("how many topics") @Range(min = 2) @Tunable @Default("10") int k,
      @Help("passes over a sample of the rows") @Range(min = 1) @Tunable @Default("20") int maxIter,
      @Help("share of the rows that each pass samples")
          @Range(min = 0, max = 1, minExclusive = true)
          @Tunable
          @Default("0.05")
          double subsamplingRate)
      implements FeatureOptions {}

  /** The options of {@code transform/min-max-scale}. */
  @Exclusive({"outputs", "suffix"})
  public record MinMaxScale(
      @Help("vectors to bring between two bounds, slot by slot") @InputColumn @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _scaled, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("what the smallest value becomes") @Tunable @Default("0.0") double min,
      @Help("what the largest value becomes") @Tunable @Default("1.0") double max)
      implements FeatureOptions {}

  /** The options of {@code transform/max-abs-scale}. */
  @Exclusive({"outputs", "suffix"})
  public record MaxAbsScale(
      @Help("vectors to divide by the largest absolute value, slot by slot; zeros stay zeros")
          @InputColumn
          @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _scaled, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix)
      implements FeatureOptions {}

  /** The options of {@code transform/robust-scale}. */
  @Exclusive({"outputs", "suffix"})
  public record RobustScale(
      @Help("vectors to divide by the range between two quantiles, slot by slot")
          @InputColumn
          @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _scaled, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("the lower quantile") @Range(min = 0, max = 1) @Tunable @Default("0.25") double lower,
      @Help("the upper quantile") @Range(min = 0, max = 1) @Tunable @Default("0.75") double upper,
      @Help("whether to subtract the median; makes sparse vectors dense") @Tunable @Default("false")
          boolean withCentering,
      @Help("whether to divide by the range") @Tunable @Default("true") boolean withScaling)
      implements FeatureOptions {}

  /** The options of {@code transform/slice}. */
  @Exclusive({"outputs", "suffix"})
  public record Slice(
      @Help("vectors to take slots of") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _slice, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("places of the slots, from 0") @NotEmpty @Tunable List<Integer> indices)
      implements FeatureOptions {}

  /** The options of {@code transform/vector-index}. */
  @Exclusive({"outputs", "suffix"})
  public record VectorIndex(
      @Help("vectors of which some slots are categories") @InputColumn @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _indexed, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("a slot with more values than this is a number") @Range(min = 2) @Tunable @Default("20")
          int maxCategories,
      @Help(
              "what to do with a value that training did not see: error, skip the row, or keep it"
                  + " as one more category")
          @Tunable
          @Default("error")
          HandleInvalid handleInvalid)
      implements FeatureOptions {}

  /** The options of {@code transform/select-variance}. */
  @Exclusive({"outputs", "suffix"})
  public record SelectVariance(
      @Help("vectors to drop the slots of that hardly vary") @InputColumn @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _selected, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("slots whose variance is not above this are dropped")
          @Range(min = 0)
          @Tunable
          @Default("0.0")
          double varianceThreshold)
      implements FeatureOptions {}
}
