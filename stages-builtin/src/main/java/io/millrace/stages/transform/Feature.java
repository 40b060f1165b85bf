package io.millrace.stages.transform;

import io.millrace.api.schema.LogicalType;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.spark.ml.PipelineStage;

/**
 * How one stage of Spark ML is used that makes a column of a column: a row of the table in {@link
 * Features}.
 *
 * @param values what it reads
 * @param suffix what the name of a made column ends with, unless told
 * @param stage makes it, with Spark's defaults
 * @param learns whether it has to see rows first
 * @param output the type of what it makes, of the options and the input's type
 * @param setter sets what does not follow from the options' names, and refuses contradictions
 * @param leastSlots how many slots of a vector the options name
 */
record Feature<O extends FeatureOptions>(
    Values values,
    String suffix,
    Supplier<? extends PipelineStage> stage,
    boolean learns,
    BiFunction<O, LogicalType, LogicalType> output,
    BiConsumer<O, PipelineStage> setter,
    ToIntFunction<O> leastSlots) {
  /** A stage that learns nothing. */
  static <O extends FeatureOptions> Feature<O> plain(
      Values values,
      String suffix,
      Supplier<? extends PipelineStage> stage,
      BiFunction<O, LogicalType, LogicalType> output) {
    return new Feature<>(values, suffix, stage, false, output, (options, made) -> {}, options -> 0);
  }

  /** A stage that learns from the training rows. */
  static <O extends FeatureOptions> Feature<O> learnt(
      Values values,
      String suffix,
      Supplier<? extends PipelineStage> stage,
      BiFunction<O, LogicalType, LogicalType> output) {
    return new Feature<>(values, suffix, stage, true, output, (options, made) -> {}, options -> 0);
  }

  /** The same, with a word to Spark's stage before it is used. */
  Feature<O> setting(BiConsumer<O, PipelineStage> set) {
    return new Feature<>(values, suffix, stage, learns, output, set, leastSlots);
  }

  /** The same, whose options name so many slots of a vector. */
  Feature<O> ofSlots(ToIntFunction<O> least) {
    return new Feature<>(values, suffix, stage, learns, output, setter, least);
  }
}
