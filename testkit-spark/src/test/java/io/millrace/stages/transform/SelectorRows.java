package io.millrace.stages.transform;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.SelectorOptions.Score;
import io.millrace.stages.transform.SelectorOptions.SelectUnivariate;
import io.millrace.stages.transform.SelectorOptions.SelectionMode;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Twelve rows with a class and a number that some slots of a vector tell, and what is fitted on
 * them.
 */
final class SelectorRows {
  static final String VECTOR = "v.ector `é`";
  private static final double[][] SLOTS = {
    {1, 0, 3.0, 2},
    {2, 1, 1.5, 4},
    {2, 0, 2.5, 4.5},
    {4, 2, 0.5, 8.5},
    {3, 2, 0.0, 6},
    {1, 0, 1.0, 2.2},
    {5, 1, 2.0, 9.7},
    {4, 2, 1.0, 8},
    {3, 1, 3.5, 6.3},
    {2, 0, 0.5, 3.9},
    {5, 2, 0.0, 10.4},
    {1, 1, 2.0, 1.8}
  };
  private static final String CLASSES = "nnnyynyyynyn";
  private static final List<Double> NUMBERS =
      List.of(1.2, 2.1, 1.9, 4.2, 3.1, 0.8, 4.7, 4.4, 2.7, 2.2, 5.3, 0.9);

  private SelectorRows() {}

  static Dataset<Row> train(SparkTestFrames frames) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < SLOTS.length; i++) {
      rows.add(
          Arrays.asList(
              Arrays.stream(SLOTS[i]).boxed().toList(),
              CLASSES.substring(i, i + 1),
              NUMBERS.get(i)));
    }
    return frames.frame(
        Schema.of(
            Column.nullable(VECTOR, new VectorOf(VectorOf.UNKNOWN_SIZE)),
            Column.nullable("class", Simple.STRING),
            Column.nullable("number", Simple.DOUBLE)),
        rows);
  }

  static FittedStage fit(Record options, Dataset<Row> train) {
    return FittedStage.fit(BuiltIn.of(options), options, train);
  }

  static Choice choice(FittedStage stage) {
    return ((FittedSelection) stage.fitted()).state().columns().get(0);
  }

  static SelectUnivariate univariate(
      Score score, SelectionMode mode, @Nullable Double threshold, @Nullable Task task) {
    String label = score == Score.F_REGRESSION || task == Task.REGRESSION ? "number" : "class";
    return new SelectUnivariate(
        List.of(VECTOR), List.of("made"), null, label, score, mode, threshold, task, 20);
  }

  static SelectUnivariate top(Score score, int count) {
    return univariate(score, SelectionMode.NUM_TOP_FEATURES, (double) count, null);
  }
}
