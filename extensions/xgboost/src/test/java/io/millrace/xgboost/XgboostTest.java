package io.millrace.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.EvaluationTable;
import io.millrace.api.Model;
import io.millrace.api.TrainingData;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import ml.dmlc.xgboost4j.scala.spark.XGBoostEstimator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code train/xgboost} learns, and how it refuses. */
@Tag("full")
@ExtendWith(SparkExtension.class)
final class XgboostTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("label", Simple.STRING), Column.nullable("features", new VectorOf(1)));

  static XgboostOptions options(String label, Task task, int rounds) {
    return new XgboostOptions(
        label, "features", null, task, rounds, 0.3, 6, 0, 0, 1, 0, 1, 1, 256, null, null, 0.1, 1);
  }

  private static HarnessedStage stage(StageHarness harness, String options) {
    return harness.stage("use: train/xgboost\nwith: { label: label, " + options + " }");
  }

  /** Rows of one slot, a share of which has the label "yes". */
  private static void add(List<List<@Nullable Object>> rows, double value, int yes, int no) {
    for (int i = 0; i < yes + no; i++) {
      rows.add(Arrays.asList(i < yes ? "yes" : "no", List.of(value)));
    }
  }

  private static Dataset<Row> halves(SparkTestFrames frames) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    add(rows, 0, 10, 30);
    add(rows, 1, 30, 10);
    return frames.frame(SCHEMA, rows);
  }

  private static double probability(Model<Dataset<Row>> model, Dataset<Row> frame, double slot) {
    return model.predict(frame).collectAsList().stream()
        .filter(row -> row.<Vector>getAs("features").apply(0) == slot)
        .map(row -> row.<Vector>getAs(Model.PROBABILITY).apply(1))
        .findFirst()
        .orElseThrow();
  }

  /**
   * One tree with a split has leaves of -G / (H + lambda), by the paper of Chen and Guestrin
   * (2016), equation 5: of 40 rows, at a first guess of 1/2, G = 20 - 30 and H = 40 / 4.
   */
  @Test
  void theGainOfEachFeatureIsDrawn(SparkTestFrames frames, StageHarness harness) {
    HarnessedStage stage = stage(harness, "numRound: 2");

    stage.train(TrainingData.of(halves(frames)));

    assertThat(stage.context().curves().get("importance"))
        .isEqualTo(
            new EvaluationTable(
                "importance",
                List.of("feature", "importance"),
                List.of(List.of("features[0]", "1.0"))));
  }

  @Test
  void aTreeIsWhatItsEquationSays(SparkTestFrames frames, StageHarness harness) {
    Dataset<Row> rows = halves(frames);

    Model<Dataset<Row>> model =
        stage(harness, "numRound: 1, maxDepth: 1, eta: 1.0, lambda: 2")
            .train(TrainingData.of(rows));

    double leaf = 10.0 / (10 + 2);
    assertThat(probability(model, rows, 1)).isCloseTo(1 / (1 + Math.exp(-leaf)), within(1e-6));
    assertThat(probability(model, rows, 0)).isCloseTo(1 / (1 + Math.exp(leaf)), within(1e-6));
  }

  /** What one feature tells, and what it can't: beyond some rounds, trees learn noise. */
  private static Dataset<Row> noisy(SparkTestFrames frames, long seed) {
    Random random = new Random(seed);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double value = random.nextGaussian();
      rows.add(Arrays.asList(value + random.nextGaussian() > 0 ? "yes" : "no", List.of(value)));
    }
    return frames.frame(SCHEMA, rows);
  }

  @Test
  void learningStopsWhereHeldOutRowsGetNoBetter(SparkTestFrames frames, StageHarness harness) {
    Dataset<Row> train = noisy(frames, 1);
    Dataset<Row> validation = noisy(frames, 2);
    HarnessedStage stopping = stage(harness, "numRound: 60, numEarlyStoppingRounds: 5");

    Model<Dataset<Row>> model = stopping.train(new TrainingData<>(train, validation));

    int rounds = Integer.parseInt(stopping.context().facts().get("rounds"));
    assertThat(rounds).isBetween(1, 54);
    // The rounds after the best one are gone: the model is that of so many rounds.
    Model<Dataset<Row>> same = stage(harness, "numRound: " + rounds).train(TrainingData.of(train));
    assertThat(List.of((Row[]) model.predict(validation).collect()))
        .isEqualTo(List.of((Row[]) same.predict(validation).collect()));
    double best = loss(model, validation);
    assertThat(best).isLessThan(loss(neighbour(harness, train, rounds + 1), validation));
    assertThat(best)
        .isLessThan(loss(stage(harness, "numRound: 60").train(TrainingData.of(train)), validation));
  }

  private static Model<Dataset<Row>> neighbour(
      StageHarness harness, Dataset<Row> train, int rounds) {
    return stage(harness, "numRound: " + rounds).train(TrainingData.of(train));
  }

  private static double loss(Model<Dataset<Row>> model, Dataset<Row> rows) {
    return model.predict(rows).collectAsList().stream()
        .mapToDouble(
            row ->
                -Math.log(
                    row.<Vector>getAs(Model.PROBABILITY)
                        .apply(row.getString(0).equals("yes") ? 1 : 0)))
        .average()
        .orElseThrow();
  }

  @Test
  void withoutAValidationPartAShareIsHeldOut(SparkTestFrames frames, StageHarness harness) {
    HarnessedStage stage =
        stage(harness, "numRound: 60, numEarlyStoppingRounds: 3, validationShare: 0.3");

    stage.train(TrainingData.of(noisy(frames, 3)));

    assertThat(Integer.parseInt(stage.context().facts().get("rounds"))).isBetween(1, 56);
    assertThatThrownBy(
            () ->
                stage(harness, "numEarlyStoppingRounds: 3, validationShare: 0.0001")
                    .train(TrainingData.of(halves(frames))))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "None of 80 training rows fell into the share of 1.0E-4 that is held out to stop by:"
                + " hold out more, or don't stop early.");
  }

  /** XGBoost prints from its own code, past what Java knows as standard error: it is asked. */
  @Test
  void roundsPrintNothing() {
    for (Task task : Task.values()) {
      var learner = QuietLearners.of(task);
      var handedOn = ((XGBoostEstimator<?, ?>) learner).getXGBoostParams();
      assertThat(handedOn.apply("verbose_eval")).isEqualTo("false");
    }
  }

  @Test
  void moreThanTwoClassesAreToldApart(SparkTestFrames frames, StageHarness harness) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(Arrays.asList("class " + i % 3, List.of((double) (i % 3))));
    }
    Dataset<Row> frame = frames.frame(SCHEMA, rows);

    Model<Dataset<Row>> model = stage(harness, "numRound: 10").train(TrainingData.of(frame));

    assertThat(model.classes()).containsExactly("class 0", "class 1", "class 2");
    assertThat(model.predict(frame).filter("prediction != label").count()).isZero();
    assertThatThrownBy(() -> stage(harness, "scalePosWeight: 2").train(TrainingData.of(frame)))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "scalePosWeight weighs the second of two classes, and the label 'label' has 3.");
  }

  @Test
  void missingSlotsAreLearntFromAndInfinityIsRefused(SparkTestFrames frames, StageHarness harness) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    add(rows, Double.NaN, 20, 0);
    add(rows, 1, 0, 20);
    Dataset<Row> gappy = frames.frame(SCHEMA, rows);

    Model<Dataset<Row>> model = stage(harness, "numRound: 5").train(TrainingData.of(gappy));

    assertThat(model.predict(gappy).filter("prediction != label").count()).isZero();
    add(rows, Double.POSITIVE_INFINITY, 1, 0);
    assertThatThrownBy(
            () -> stage(harness, "numRound: 5").train(TrainingData.of(frames.frame(SCHEMA, rows))))
        .hasStackTraceContaining(
            "The column 'features' holds a number that is infinite in 32 bits, which XGBoost can't"
                + " take: fill it first.");
  }

  @Test
  void sparseVectorsAreTheDenseOnes(SparkSession spark, StageHarness harness) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Vector vector =
          i % 2 == 0
              ? Vectors.sparse(4, new int[] {3}, new double[] {1 + i})
              : Vectors.sparse(4, new int[] {1}, new double[] {2});
      rows.add(
          RowFactory.create(i % 2 == 0 ? "yes" : "no", i % 3 == 0 ? vector.toDense() : vector));
    }
    StructType schema =
        new StructType().add("label", "string").add("features", SQLDataTypes.VectorType());
    Dataset<Row> frame = spark.createDataFrame(rows, schema);

    Model<Dataset<Row>> model = stage(harness, "numRound: 5").train(TrainingData.of(frame));

    assertThat(model.predict(frame).filter("prediction != label").count()).isZero();
  }

  @Test
  void aMissingVectorIsRefused(SparkTestFrames frames, StageHarness harness) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    add(rows, 1, 2, 2);
    rows.add(Arrays.asList("yes", null));

    assertThatThrownBy(
            () -> stage(harness, "numRound: 2").train(TrainingData.of(frames.frame(SCHEMA, rows))))
        .hasStackTraceContaining("The column 'features' holds no vector.");
  }

  @Test
  void contradictionsAreFoundInTheFile(StageHarness harness) {
    assertThat(stage(harness, "task: regression, scalePosWeight: 2").problems(SCHEMA))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] scalePosWeight weighs classes, and the task is"
                + " regression (stage 'stage')");
  }
}
