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
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What classes weigh, and when boosting stops. */
@ExtendWith(SparkExtension.class)
final class WeightsAndStoppingTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("features", new VectorOf(1)),
          Column.nullable("y", Simple.STRING),
          Column.nullable("w", Simple.INT));

  private static List<Object> row(double x, String y, int w) {
    return Arrays.asList(List.of(x), y, w);
  }

  private static double yes(HarnessedStage stage, Dataset<Row> frame) {
    Model<Dataset<Row>> model = stage.train(TrainingData.of(frame));
    return ((Vector) model.predict(frame).select("probability").first().get(0)).apply(1);
  }

  /**
   * The features say nothing, so that a logistic regression learns the share of a class's weight:
   * of 8 rows 2 are yes, and of their weights 4 of 10.
   */
  @Test
  void rowsWeighAsMuchAsTheirClassTimesTheirOwnWeight(
      StageHarness harness, SparkTestFrames frames) {
    List<List<Object>> rows = new ArrayList<>(List.of(row(0, "yes", 2), row(0, "yes", 2)));
    for (int i = 0; i < 6; i++) {
      rows.add(row(0, "no", 1));
    }
    Dataset<Row> frame = frames.frame(SCHEMA, rows);
    String stage = "use: train/logistic-regression\nwith: { label: y, ";

    assertThat(yes(harness.stage(stage + "classWeights: { balanced: true } }"), frame))
        .isCloseTo(0.5, within(1e-6));
    assertThat(yes(harness.stage(stage + "classWeights: { given: { \"yes\": 9 } } }"), frame))
        .isCloseTo(18 / 24.0, within(1e-6));
    assertThat(
            yes(
                harness.stage(stage + "weight: w, classWeights: { given: { \"no\": 2 } } }"),
                frame))
        .isCloseTo(4 / 16.0, within(1e-6));
    for (String other : List.of("random-forest", "decision-tree", "naive-bayes")) {
      assertThat(
              yes(
                  harness.stage(
                      "use: train/%s\nwith: { label: y, classWeights: { balanced: true } }"
                          .formatted(other)),
                  frame))
          .as(other)
          // A forest draws rows, and naive Bayes counts one more of each class.
          .isCloseTo(0.5, within(0.15));
    }
  }

  @Test
  void weightsOfClassesThatMakeNoSenseAreRefused(StageHarness harness, SparkTestFrames frames) {
    String stage = "use: train/random-forest\nwith: { label: y, classWeights: ";

    assertThat(
            List.of(
                    "{ balanced: false } }",
                    "{ given: { \"yes\": -1 } }}",
                    "{ balanced: true }, task: regression }")
                .stream()
                .flatMap(with -> harness.stage(stage + with).problems().stream()))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] classWeights takes either balanced: true or given"
                + " (stage 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] a weight in classWeights is 0 or more, and finite"
                + " (stage 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] classWeights: only classification has classes (stage"
                + " 'stage')");
    Dataset<Row> frame = frames.frame(SCHEMA, List.of(row(0, "yes", 1), row(1, "no", 1)));
    assertFails(
        () -> harness.stage(stage + "{ given: { \"Yes\": 2 } } }").train(TrainingData.of(frame)),
        StandardError.INVALID_OPTION,
        "The option classWeights names the class 'Yes', and the label 'y' has no, yes.");
  }

  /** Labels are drawn by a coin: after the first trees nothing but noise is left to learn. */
  private static Dataset<Row> noise(SparkTestFrames frames, int rows, long seed) {
    Random random = new Random(seed);
    List<List<Object>> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double x = random.nextDouble();
      all.add(row(x, random.nextDouble() < (x < 0.5 ? 0.1 : 0.9) ? "yes" : "no", 1));
    }
    return frames.frame(SCHEMA, all);
  }

  @Test
  void boostingStopsWhereHeldOutRowsGainNothing(StageHarness harness, SparkTestFrames frames) {
    String stage =
        "use: train/gradient-boosted-trees\nwith: { label: y, maxIter: 12, stepSize: 1.0";
    Dataset<Row> train = noise(frames, 300, 1);
    Dataset<Row> validation =
        noise(frames, 100, 2).unionAll(frames.frame(SCHEMA, List.of(row(0, "unseen", 1))));
    HarnessedStage all = harness.stage(stage + " }");
    HarnessedStage stopped = harness.stage(stage + ", validationTol: 0.01 }");
    HarnessedStage own = harness.stage(stage + ", validationTol: 0.01, validationShare: 0.3 }");

    all.train(new TrainingData<>(train, validation));
    stopped.train(new TrainingData<>(train, validation));
    own.train(TrainingData.of(train));

    assertThat(trees(all)).isEqualTo(12);
    assertThat(trees(stopped)).isBetween(1, 6);
    assertThat(trees(own)).isBetween(1, 6);
    assertFails(
        () -> stopped.train(new TrainingData<>(train, validation.limit(0))),
        StandardError.EMPTY_INPUT,
        "There are no validation rows with a label to stop by.");
    Dataset<Row> two = frames.frame(SCHEMA, List.of(row(0, "yes", 1), row(1, "no", 1)));
    assertFails(
        () ->
            harness
                .stage(stage + ", validationTol: 0.01, validationShare: 0.000001 }")
                .train(TrainingData.of(two)),
        StandardError.EMPTY_INPUT,
        "None of 2 training rows fell into the share of 1.0E-6 that is held out to stop by: hold"
            + " out more, or don't stop early.");
  }

  private static int trees(HarnessedStage stage) {
    return Integer.parseInt(stage.context().facts().getOrDefault("trees", "0"));
  }
}
