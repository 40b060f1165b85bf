package io.millrace.stages.train;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Model;
import io.millrace.api.TrainingData;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.stages.BuiltIn;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class IsotonicRegressionTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.required("features", new VectorOf(2)),
          Column.required("label", Simple.DOUBLE),
          Column.required("w", Simple.DOUBLE));

  private static final double[] LABELS = {1, 3, 2, 4, 3.5, 6};

  private static Dataset<Row> frame(SparkTestFrames frames, double... at) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      rows.add(List.of(List.of(0.0, at[i]), LABELS[i], i == 2 ? 3.0 : 1.0));
    }
    return frames.frame(SCHEMA, rows);
  }

  private static TrainedStage trained(
      SparkTestFrames frames, @Nullable String weight, boolean rises) {
    return TrainedStage.train(
        BuiltIn.stage(IsotonicRegressionOptions.class),
        new IsotonicRegressionOptions("label", "features", weight, 1, rises),
        frame(frames, 1, 2, 3, 4, 5, 6));
  }

  /** By hand: neighbours that fall are pooled into their mean; between places, straight lines. */
  @Test
  void neighboursThatFallArePooled(SparkTestFrames frames) {
    Dataset<Row> asked = frame(frames, 0, 1.5, 2, 3, 5.5, 9);

    TrainedStage plain = trained(frames, null, true);
    Dataset<Row> predicted = plain.predict(asked);
    assertThat(predicted.columns()).containsExactly("features", "label", "w", "prediction");
    assertThat(frames.column(predicted, Model.PREDICTION))
        .containsExactly(1.0, 1.75, 2.5, 2.5, 4.875, 6.0);
    plain.assertStockPredictsTheSame(asked);
    assertThat(frames.column(trained(frames, "w", true).predict(asked), Model.PREDICTION))
        .containsExactly(1.0, 1.625, 2.25, 2.25, 4.875, 6.0);
    // All labels rise by and large: what may only fall is their mean.
    assertThat(frames.column(trained(frames, null, false).predict(asked), Model.PREDICTION))
        .containsOnly(3.25);
  }

  @Test
  void aPlaceOutsideOfTheVectorIsRefused(SparkTestFrames frames, StageHarness harness) {
    assertFails(
        () ->
            harness
                .stage("use: train/isotonic-regression\nwith: { label: label, featureIndex: 2 }")
                .train(TrainingData.of(frame(frames, 1, 2))),
        StandardError.INVALID_OPTION,
        "The option featureIndex is 2, and the vector 'features' has 2 slots, counted from 0.");
  }
}
