package io.millrace.stages.transform;

import io.millrace.api.schema.LogicalType;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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
 * @param setter sets what does not follow from the options' names
 */
record Feature<O extends FeatureOptions>(
    Values values,
    String suffix,
    Supplier<? extends PipelineStage> stage,
    boolean learns,
    BiFunction<O, LogicalType, LogicalType> output,
    BiConsumer<O, PipelineStage> setter) {
  /** A stage that learns nothing. */
  static <O extends FeatureOptions> Feature<O> plain(
      Values values,
      String suffix,
      Supplier<? extends PipelineStage> stage,
      BiFunction<O, LogicalType, LogicalType> output) {
    return new Feature<>(values, suffix, stage, false, output, (options, made) -> {});
  }

  /** A stage that learns from the training rows. */
  static <O extends FeatureOptions> Feature<O> learnt(
      Values values,
      String suffix,
      Supplier<? extends PipelineStage> stage,
      BiFunction<O, LogicalType, LogicalType> output) {
    return new Feature<>(values, suffix, stage, true, output, (options, made) -> {});
  }

  /** The same, with a word to Spark's stage before it is used. */
  Feature<O> setting(BiConsumer<O, PipelineStage> set) {
    return new Feature<>(values, suffix, stage, learns, output, set);
  }
}
