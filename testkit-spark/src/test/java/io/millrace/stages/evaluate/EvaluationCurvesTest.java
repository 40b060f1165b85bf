package io.millrace.stages.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.Predictions;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What is drawn of predictions. Expected figures come from scikit-learn 1.9.1 (roc_curve without
 * dropping points, precision_recall_curve) and NumPy 2 (histogram with twelve bins, argsort with
 * array_split into twenty), on {@link JudgedRows}.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EvaluationCurvesTest {
  private StageHarness harness;
  private JudgedRows rows;

  @BeforeAll
  void keep(StageHarness own, SparkTestFrames frames) {
    harness = own;
    rows = new JudgedRows(frames);
  }

  private HarnessedStage stage(String name, String options) {
    return harness.stage("use: evaluate/" + name + "\nwith: { " + options + " }\n");
  }

  private static EvaluationTable curve(Evaluation evaluation, String name) {
    return evaluation.curves().stream()
        .filter(curve -> curve.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertRow(EvaluationTable curve, int row, double... expected) {
    List<String> cells = curve.rows().get(row);
    assertThat(cells).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      double value = Double.parseDouble(cells.get(i));
      if (Double.isInfinite(expected[i])) {
        assertThat(value).isEqualTo(expected[i]);
      } else {
        assertThat(value)
            .as(curve.columns().get(i))
            .isCloseTo(expected[i], within(1e-12 * Math.max(1, Math.abs(expected[i]))));
      }
    }
  }

  @Test
  void rocAndPrecisionRecallAreThoseOfTheWeightedRows() {
    for (String options : List.of("", "slices: [the kind], bootstrap: { resamples: 20 }")) {
      Evaluation evaluation = stage("binary", options).evaluate(rows.binary(true));

      EvaluationTable roc = curve(evaluation, "roc");
      assertThat(roc.columns())
          .containsExactly("false positive rate", "true positive rate", "threshold");
      assertThat(roc.rows()).hasSize(21);
      assertRow(roc, 0, 0, 0, Double.POSITIVE_INFINITY);
      assertRow(roc, 1, 0.03674540682414698, 0.10023866348448687, 0.95);
      assertRow(roc, 10, 0.4435695538057743, 0.6181384248210023, 0.5);
      assertRow(roc, 19, 0.952755905511811, 0.9928400954653938, 0.05);
      assertRow(roc, 20, 1, 1, 0);
      EvaluationTable pr = curve(evaluation, "pr");
      assertThat(pr.columns()).containsExactly("recall", "precision", "threshold");
      assertThat(pr.rows()).hasSize(21);
      assertRow(pr, 0, 0, 0.75, Double.POSITIVE_INFINITY);
      assertRow(pr, 1, 0.10023866348448687, 0.75, 0.95);
      assertRow(pr, 11, 0.7183770883054893, 0.6310272536687631, 0.45);
      assertRow(pr, 20, 1, 0.52375, 0);
    }
  }

  @Test
  void theCalibrationIsDrawnAsItsTableHasIt() {
    Evaluation evaluation = stage("binary", "").evaluate(rows.binary(true));
    EvaluationTable table =
        evaluation.tables().stream()
            .filter(of -> of.name().equals("calibration"))
            .findFirst()
            .orElseThrow();

    EvaluationTable curve = curve(evaluation, "calibration");

    assertThat(curve.columns()).containsExactly("mean probability", "came true", "rows", "from");
    assertThat(curve.rows())
        .extracting(row -> List.of(row.get(2), row.get(0), row.get(1)))
        .containsExactlyElementsOf(table.rows().stream().map(row -> row.subList(1, 4)).toList());
    assertThat(numbers(curve, 3)).startsWith(0, 0.1, 0.2).hasSize(10);
  }

  @Test
  void residualsAreAHistogramOfWeightedRows() {
    double[] edges = {-0.59866628, -0.51554877, -0.43243126};
    double[] plain = {20, 19, 18, 17, 13, 9, 15, 24, 16, 20, 14, 15};
    double[] weighted = {54, 38.5, 27, 26.5, 22.5, 19.5, 29.5, 42, 35, 44, 31, 30.5};

    for (String options : List.of("", "quantiles: [0.5]")) {
      EvaluationTable all =
          curve(stage("regression", options).evaluate(rows.numbers(false)), "residuals");
      EvaluationTable heavy =
          curve(stage("regression", options).evaluate(rows.numbers(true)), "residuals");

      assertThat(all.columns()).containsExactly("from", "to", "rows");
      assertThat(numbers(all, 2)).containsExactly(plain);
      assertThat(numbers(heavy, 2)).containsExactly(weighted);
      for (int i = 0; i < edges.length; i++) {
        assertThat(numbers(all, 0)[i]).isCloseTo(edges[i], within(1e-8));
      }
      assertThat(numbers(all, 1)[11]).isCloseTo(0.3987438, within(1e-8));
    }
  }

  @Test
  void whatCameTrueIsToldForEachTwentiethOfThePredictions() {
    EvaluationTable predicted =
        curve(stage("regression", "").evaluate(rows.numbers(false)), "predicted");

    assertThat(predicted.columns())
        .containsExactly("mean predicted", "mean actual", "rows", "rmse");
    assertThat(numbers(predicted, 2))
        .containsExactly(IntStream.range(0, 20).mapToDouble(i -> 10).toArray());
    double[][] expected = {
      {1000000.3514259644, 1000000.3880157955, 0.2921765737325094},
      {1000001.0129164798, 1000000.9470314365, 0.3342052280147578},
      {1000001.3276251598, 1000001.3390619736, 0.26104183384590096}
    };
    for (int i = 0; i < expected.length; i++) {
      assertThat(numbers(predicted, 0)[i]).isCloseTo(expected[i][0], within(1e-6));
      assertThat(numbers(predicted, 1)[i]).isCloseTo(expected[i][1], within(1e-6));
      assertThat(numbers(predicted, 3)[i]).isCloseTo(expected[i][2], within(1e-9));
    }
    assertThat(numbers(predicted, 3)[19]).isCloseTo(0.32575215292694837, within(1e-9));
  }

  private static double[] numbers(EvaluationTable curve, int column) {
    return curve.rows().stream().mapToDouble(row -> Double.parseDouble(row.get(column))).toArray();
  }

  @Test
  void nothingIsDrawnOfClassesOrWithoutDetails() {
    Predictions<Dataset<Row>> classes = rows.threeClasses();

    assertThat(stage("multiclass", "").evaluate(classes).curves()).isEmpty();
    assertThat(stage("multiclass", "").evaluate(classes).tables()).hasSize(1);
  }
}
