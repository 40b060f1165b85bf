package io.millrace.stages.train;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.train.LogisticRegressionOptions.Family;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose class follows from the first slot of a vector, with some noise, and trainers of them.
 */
final class NoisyClasses {
  static final String FEATURES = "my.features `x`";
  static final String LABEL = "is it? ü.`y`";

  private NoisyClasses() {}

  /** Rows whose class follows from the first slot, with some noise. */
  static Dataset<Row> frame(
      SparkTestFrames frames,
      String features,
      LogicalType type,
      int classes,
      IntFunction<@Nullable Object> label) {
    Random random = new Random(7);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      int place = i % classes;
      double first = place * 2 + random.nextGaussian();
      rows.add(
          Arrays.asList(i, List.of(first, random.nextDouble()), label.apply(place), 1.0 + i % 3));
    }
    return frames.frame(
        Schema.of(
            Column.required("row", Simple.INT),
            Column.required(features, new VectorOf(2)),
            Column.nullable(LABEL, type),
            Column.nullable("w", Simple.DOUBLE)),
        rows);
  }

  static LogisticRegressionOptions linear(String features, @Nullable String weight) {
    return new LogisticRegressionOptions(
        LABEL, features, weight, null, 0, 0, 100, 1e-9, true, true, Family.AUTO);
  }

  static RandomForestOptions forest(String features, Task task) {
    return new RandomForestOptions(LABEL, features, null, null, task, 5, 3, 32, 1, "auto", 1.0);
  }
}
