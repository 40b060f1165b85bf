package io.millrace.stages.train;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Model;
import io.millrace.api.TrainingData;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.stages.BuiltIn;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class SurvivalRegressionTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("days", Simple.DOUBLE),
          Column.nullable("died", Simple.BOOLEAN),
          Column.required("features", new VectorOf(2)));

  /** Days, died, treatment, performance status: the data set ovarian of R's package survival. */
  private static final int[][] OVARIAN = {
    {59, 1, 1, 1},
    {115, 1, 1, 1},
    {156, 1, 1, 2},
    {421, 0, 2, 1},
    {431, 1, 1, 1},
    {448, 0, 1, 2},
    {464, 1, 2, 2},
    {475, 1, 2, 2},
    {477, 0, 1, 1},
    {563, 1, 2, 2},
    {638, 1, 1, 2},
    {744, 0, 2, 1},
    {769, 0, 2, 2},
    {770, 0, 2, 1},
    {803, 0, 1, 1},
    {855, 0, 1, 2},
    {1040, 0, 1, 2},
    {1106, 0, 1, 1},
    {1129, 0, 2, 1},
    {1206, 0, 2, 1},
    {1227, 0, 2, 2},
    {268, 1, 1, 2},
    {329, 1, 1, 1},
    {353, 1, 2, 2},
    {365, 1, 2, 1},
    {377, 0, 2, 1}
  };

  private static Dataset<Row> ovarian(SparkTestFrames frames) {
    List<List<Object>> rows = new ArrayList<>();
    for (int[] row : OVARIAN) {
      rows.add(List.of((double) row[0], row[1] == 1, List.of((double) row[2], (double) row[3])));
    }
    return frames.frame(SCHEMA, rows);
  }

  /**
   * Of R's {@code survreg(Surv(futime, fustat) ~ ecog.ps + rx, ovarian, dist = "weibull")}, as its
   * manual prints it: intercept 6.897, ecog.ps -0.385, rx 0.529, scale 0.884.
   */
  @Test
  void timesAndTheirQuantilesAreThoseOfSurvreg(SparkTestFrames frames) {
    Dataset<Row> frame = ovarian(frames);
    TrainedStage stage =
        TrainedStage.train(
            BuiltIn.stage(SurvivalRegressionOptions.class),
            new SurvivalRegressionOptions(
                "days", "died", "features", List.of(0.25, 0.5), 100, 1e-9, true),
            frame);
    // To predict, nobody knows yet whether and when.
    Dataset<Row> predicted = stage.predict(frame.drop("days", "died"));

    assertThat(predicted.columns()).containsExactly("features", "quantiles", "prediction");
    Row first = predicted.head();
    double time = first.<Double>getAs(Model.PREDICTION);
    assertThat(Math.log(time)).isCloseTo(6.897 + 0.529 - 0.385, within(0.002));
    Vector quantiles = first.getAs("quantiles");
    double median = Math.pow(Math.log(2), 0.884) * time;
    assertThat(quantiles.apply(1)).isCloseTo(median, within(0.001 * median));
    assertThat(quantiles.apply(0))
        .isCloseTo(Math.pow(-Math.log(0.75), 0.884) * time, within(0.001 * median));
    stage.assertStockPredictsTheSame(frame);
  }

  private static HarnessedStage stage(StageHarness harness, String more) {
    return harness.stage(
        "use: train/survival-regression\nwith: { label: days, event: died%s }".formatted(more));
  }

  @Test
  void rowsThatAreNoTimesAreRefused(SparkTestFrames frames, StageHarness harness) {
    assertTrainingFails(
        frames,
        harness,
        "The label 'days' is no finite time after 0 in 2 training rows: drop such rows with"
            + " transform/filter.",
        Arrays.asList(0.0, true),
        Arrays.asList(Double.POSITIVE_INFINITY, true),
        Arrays.asList(3.0, true));
    assertTrainingFails(
        frames,
        harness,
        "The event 'died' is neither 0 nor 1 in 1 training row: drop such rows with"
            + " transform/filter.",
        Arrays.asList(3.0, null),
        Arrays.asList(2.0, true));
    assertTrainingFails(
        frames,
        harness,
        "The event 'died' was seen in none of 2 training rows: there is no time to learn from.",
        Arrays.asList(3.0, false),
        Arrays.asList(2.0, false));
    assertTrainingFails(
        frames,
        harness,
        "The label 'days' is missing in 1 training row: drop such rows with transform/filter.",
        Arrays.asList(null, true));
  }

  @SafeVarargs
  private static void assertTrainingFails(
      SparkTestFrames frames,
      StageHarness harness,
      String message,
      List<? extends @Nullable Object>... timesAndEvents) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<? extends @Nullable Object> each : timesAndEvents) {
      rows.add(Arrays.asList(each.get(0), each.get(1), List.of(1.0, 2.0)));
    }
    assertFails(
        () -> stage(harness, "").train(TrainingData.of(frames.frame(SCHEMA, rows))),
        StandardError.UNUSABLE_LABEL,
        message);
  }

  @Test
  void numbersOtherThanZeroAndOneAreNoEvents(SparkTestFrames frames, StageHarness harness) {
    Dataset<Row> counted =
        ovarian(frames).withColumn("died", functions.expr("cast(died as int) * 2"));
    assertFails(
        () -> stage(harness, "").train(TrainingData.of(counted)),
        StandardError.UNUSABLE_LABEL,
        "The event 'died' is neither 0 nor 1 in 12 training rows: drop such rows with"
            + " transform/filter.");
  }

  @Test
  void whatDoesNotFitIsFoundInTheFile(StageHarness harness) {
    Schema texts =
        Schema.of(
            Column.required("days", Simple.STRING),
            Column.required("died", Simple.STRING),
            Column.required("features", new VectorOf(2)),
            Column.required("quantiles", Simple.STRING));
    assertThat(stage(harness, "").problems(texts))
        .containsExactly(
            "stage.yaml:1:6: [DUPLICATE_COLUMN] the input has a column 'quantiles', which the model"
                + " adds: rename it",
            "stage.yaml:2:16: [COLUMN_TYPE] column 'days' of type string is no number, which"
                + " regression predicts",
            "stage.yaml:2:29: [COLUMN_TYPE] column 'died' of type string can't tell whether an"
                + " event was seen: a boolean, or 0 and 1, can");
    assertThat(stage(harness, ", quantileProbabilities: [0.5, 1]").problems(SCHEMA))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] each of quantileProbabilities is between 0 and 1"
                + " (stage 'stage')");
  }
}
