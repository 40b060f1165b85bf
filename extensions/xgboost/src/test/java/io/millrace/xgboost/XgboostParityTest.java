package io.millrace.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Model;
import io.millrace.api.TrainingData;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.ParityRows;
import io.millrace.testkit.spark.PythonParity;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.StageHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XGBoost's own predictions beside those of the portable form, to the bit. */
@Tag("full")
@ExtendWith(SparkExtension.class)
final class XgboostParityTest {
  private static final int SLOTS = 6;
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("features", new VectorOf(SLOTS)),
          Column.nullable("answer", Simple.STRING),
          Column.nullable("kind", Simple.INT),
          Column.nullable("number", Simple.DOUBLE));

  /** Values at which rounding to 32 bits, missing and equal ones show. */
  private static final double[] ODD = {
    Double.NaN, -0.0, Double.MIN_VALUE, 1e-50, 1e38, -3.4028234e38, 0.1, 1.0 / 3, 16777217, -1
  };

  private final SparkSession spark;
  private final Random random = new Random(11);

  XgboostParityTest(SparkSession spark) {
    this.spark = spark;
  }

  private Dataset<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row());
    }
    return spark.createDataFrame(rows, Schemas.toSpark(SCHEMA)).coalesce(1);
  }

  private Row row() {
    double[] x = new double[SLOTS];
    for (int i = 0; i < SLOTS; i++) {
      int kind = random.nextInt(10);
      x[i] =
          kind == 0
              ? ODD[random.nextInt(ODD.length)]
              : kind < 4 ? random.nextInt(5) - 1 : random.nextGaussian();
    }
    double score = tame(x[0]) - tame(x[1]) * tame(x[2]) + 0.3 * random.nextGaussian();
    Vector dense = Vectors.dense(x);
    return RowFactory.create(
        random.nextBoolean() ? dense : dense.toSparse(),
        score > 0.3 ? "yes" : "no",
        score < -1 ? 10 : score < 0 ? 20 : score < 1 ? 30 : 40,
        100 + 7 * score);
  }

  private static double tame(double value) {
    return Double.isNaN(value) ? 1 : Math.max(-3, Math.min(3, value));
  }

  private static HarnessedStage stage(StageHarness harness, String options) {
    return harness.stage("use: train/xgboost\nwith: { " + options + " }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "label: answer, numRound: 40",
        "label: answer, numRound: 300, maxDepth: 2, eta: 1.0, lambda: 0.01, minChildWeight: 0",
        "label: answer, numRound: 1, maxDepth: 3",
        "label: answer, numRound: 60, numEarlyStoppingRounds: 3, scalePosWeight: 3",
        "label: kind, numRound: 30",
        "label: kind, numRound: 100, maxDepth: 9, eta: 0.9, gamma: 0.01, alpha: 0.1",
        "label: kind, numRound: 2, subsample: 0.5, colsampleBytree: 0.5",
        "label: number, task: regression, numRound: 60",
        "label: number, task: regression, numRound: 5, maxDepth: 12, maxBin: 16"
      })
  void scorerGivesWhatXgboostGives(String options, StageHarness harness) {
    Model<Dataset<Row>> model = stage(harness, options).train(TrainingData.of(rows(1500)));

    ParityReport report = Parity.of(model, rows(ParityRows.count()));

    report.assertEqualBits();
    assertThat(report.kept()).isEqualTo(ParityRows.count());
  }

  /** The exponential of 32 bits, which Java takes from glibc's source, is Python's own there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "label: answer, numRound: 40",
        "label: kind, numRound: 30",
        "label: number, task: regression, numRound: 60"
      })
  void pythonGivesWhatXgboostGives(String options, StageHarness harness, @TempDir Path directory)
      throws Exception {
    Model<Dataset<Row>> model = stage(harness, options).train(TrainingData.of(rows(1500)));
    PythonParity python = new PythonParity(directory, 1_000);
    python.record(() -> Parity.of(model, rows(1_000))).assertEqualBits();

    assertThat(python.compare())
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.notLoaded()).isNull();
              assertThat(report.rows()).isEqualTo(1_000);
              assertThat(report.largest()).as("%s", report.first()).isLessThanOrEqualTo(1e-12);
            });
  }

  /** Beyond the largest float by more than half of its last place, a number is infinite. */
  @Test
  void bothRefuseWhatIsInfiniteIn32Bits(StageHarness harness) {
    Model<Dataset<Row>> model =
        stage(harness, "label: number, task: regression, numRound: 2")
            .train(TrainingData.of(rows(200)));
    String message =
        "The column 'features' holds a number that is infinite in 32 bits, which XGBoost can't"
            + " take: fill it first.";

    for (double value : new double[] {1e39, Double.NEGATIVE_INFINITY, 0x1.ffffffp127}) {
      assertThat(Parity.refusal(model, one(Vectors.dense(0, 0, 0, 0, 0, value))))
          .isEqualTo(new Parity.Refusal(message, message));
    }
    message = "The column 'features' holds no vector.";
    assertThat(Parity.refusal(model, one(null))).isEqualTo(new Parity.Refusal(message, message));
  }

  private Dataset<Row> one(@Nullable Vector features) {
    List<Row> rows = List.of(RowFactory.create(features, "yes", 10, 1.0));
    return spark.createDataFrame(rows, Schemas.toSpark(SCHEMA));
  }

  @Test
  void aPlanKnowsThatItCanBeServed() {
    Exportable trainer =
        (Exportable)
            new XgboostFactory().create(XgboostTest.options("answer", Task.CLASSIFICATION, 3));

    assertThat(trainer.exportForms()).containsExactly(ExportForm.SCORING);
    assertThat(trainer.obstacle(ExportForm.SCORING, SCHEMA)).isEmpty();
  }
}
