package io.millrace.xgboost;

import io.millrace.api.Trainer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.TrainerContract;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of trainers; in the full tier, as it starts a session of its own module. */
@Tag("full")
@ExtendWith(SparkExtension.class)
final class XgboostContractTest {
  private final SparkTestFrames frames;

  XgboostContractTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private abstract class OfXgboost extends TrainerContract<Dataset<Row>> {
    private final String label;
    private final Task task;

    OfXgboost(String label, Task task) {
      this.label = label;
      this.task = task;
    }

    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Trainer<Dataset<Row>> stage() {
      return new XgboostTrainer(XgboostTest.options(label, task, 5));
    }

    @Override
    protected Dataset<Row> train() {
      return frames.frame(
          Schema.of(
              Column.required("label", Simple.STRING),
              Column.required("number", Simple.DOUBLE),
              Column.required("features", new VectorOf(2))),
          List.of(
              List.of("No", 1.0, List.of(1.0, 0.0)),
              List.of("Yes", 3.0, List.of(2.0, 1.0)),
              List.of("No", 2.0, List.of(2.5, 0.0)),
              List.of("Yes", 5.0, List.of(4.0, 2.0))));
    }
  }

  @Nested
  final class Classifier extends OfXgboost {
    Classifier() {
      super("label", Task.CLASSIFICATION);
    }
  }

  @Nested
  final class Regressor extends OfXgboost {
    Regressor() {
      super("number", Task.REGRESSION);
    }
  }
}
