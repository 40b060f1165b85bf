package io.millrace.stages.train;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.StageContext;
import io.millrace.api.TrainingData;
import io.millrace.spark.api.SparkMlTrainer;
import io.millrace.spark.api.TrainerColumns;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.SparkExtension;
import java.util.List;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class RowsPerTaskTest {
  private static final int PARTITIONS = 4;
  private static final int ROWS = 40;

  /** Learns for real, and notes in how many partitions the rows came. */
  private static final class NotingTrainer extends SparkMlTrainer {
    private final long rowsPerTask;
    private int partitions;

    NotingTrainer(long rowsPerTask) {
      super(new TrainerColumns("vector", "odd", null), Task.CLASSIFICATION);
      this.rowsPerTask = rowsPerTask;
    }

    @Override
    protected long rowsPerTask() {
      return rowsPerTask;
    }

    @Override
    public Passes passes() {
      return new Passes(1, false);
    }

    @Override
    protected PredictionModel<Vector, ?> learn(
        Dataset<Row> rows, List<String> classes, StageContext<Dataset<Row>> context) {
      partitions = rows.rdd().getNumPartitions();
      assertThat(rows.count()).isEqualTo(ROWS);
      return new LogisticRegression().setMaxIter(1).fit(rows);
    }

    @Override
    protected PredictionModel<Vector, ?> read(String directory) {
      return LogisticRegressionModel.read().loadFromLocal(directory);
    }
  }

  @Test
  void fewRowsArePutTogetherAndPartitionsNeverTakenApart(SparkSession session) {
    assertThat(partitionsOf(session, 0)).as("as they are").isEqualTo(PARTITIONS);
    assertThat(partitionsOf(session, ROWS)).isEqualTo(1);
    assertThat(partitionsOf(session, ROWS - 1)).isEqualTo(2);
    assertThat(partitionsOf(session, 1)).isEqualTo(PARTITIONS);
  }

  private static int partitionsOf(SparkSession session, long rowsPerTask) {
    Dataset<Row> rows =
        session
            .range(0, ROWS, 1, PARTITIONS)
            .select(
                array_to_vector(functions.array(functions.col("id").cast("double"))).as("vector"),
                functions.col("id").mod(2).equalTo(1).cast(DataTypes.BooleanType).as("odd"));
    NotingTrainer trainer = new NotingTrainer(rowsPerTask);
    trainer.train(TrainingData.of(rows), TestStageContext.of("model"));
    return trainer.partitions;
  }
}
