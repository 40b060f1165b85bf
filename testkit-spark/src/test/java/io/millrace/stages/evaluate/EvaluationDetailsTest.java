package io.millrace.stages.evaluate;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.Predictions;
import io.millrace.api.Resamples;
import io.millrace.api.Resamples.Interval;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowHash;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Slices, intervals, tables, and the metrics that options ask for. Expected figures come from
 * scikit-learn 1.7.2 and NumPy 2 (fbeta_score, balanced_accuracy_score, matthews_corrcoef,
 * confusion_matrix, roc_auc_score and average_precision_score of the slices' rows, quantile with
 * weights and the method inverted_cdf), the intervals from 4,000 to 20,000 draws of numpy's Poisson
 * numbers, on {@link JudgedRows}.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EvaluationDetailsTest {

  private StageHarness harness;
  private SparkTestFrames frames;
  private JudgedRows rows;

  @BeforeAll
  void keep(StageHarness own, SparkTestFrames ownFrames) {
    harness = own;
    frames = ownFrames;
    rows = new JudgedRows(ownFrames);
  }

  private HarnessedStage stage(String name, String options) {
    return harness.stage("use: evaluate/" + name + "\nwith: { " + options + " }\n");
  }

  private static void assertMetrics(
      Evaluation evaluation, double tolerance, Map<String, Double> expected) {
    assertThat(evaluation.metrics()).containsKeys(expected.keySet().toArray(String[]::new));
    expected.forEach(
        (name, value) ->
            assertThat(evaluation.metrics().get(name))
                .as(name)
                .isCloseTo(value, within(tolerance)));
  }

  @Test
  void whatABinaryEvaluatorIsAskedForBesides() {
    String options = "beta: 2, lift: [10, 50]";

    assertMetrics(
        stage("binary", options).evaluate(rows.binary(false)),
        1e-12,
        Map.of(
            "specificity", 0.5773195876288659,
            "balanced_accuracy", 0.5750675608047242,
            "mcc", 0.1500675455966988,
            "f_beta", 0.576171875,
            "ece", 0.1705,
            "gain_at_10", 0.1553398058252427,
            "gain_at_50", 0.5728155339805825,
            "lift_at_10", 1.553398058252427));
    assertMetrics(
        stage("binary", options).evaluate(rows.binary(true)),
        1e-12,
        Map.of(
            "specificity", 0.5879265091863517,
            "balanced_accuracy", 0.5696195791755148,
            "mcc", 0.1391446196465235,
            "f_beta", 0.559593023255814,
            "ece", 0.16887500000000003,
            "gain_at_10", 0.1426430593328523,
            "gain_at_50", 0.5713603818615752));
  }

  @Test
  void confusionAndCalibrationAreTables() {
    List<EvaluationTable> tables = stage("binary", "").evaluate(rows.binary(true)).tables();

    assertThat(tables.get(0))
        .isEqualTo(
            new EvaluationTable(
                "confusion",
                List.of("true class", "predicted Yes", "predicted No"),
                List.of(List.of("Yes", "115.5", "94.0"), List.of("No", "78.5", "112.0"))));
    assertThat(tables.get(1).name()).isEqualTo("calibration");
    assertThat(tables.get(1).rows()).hasSize(10);
    assertThat(tables.get(1).rows().stream().mapToDouble(row -> Double.parseDouble(row.get(1))))
        .satisfies(rows -> assertThat(rows.stream().mapToDouble(r -> r).sum()).isEqualTo(400.0));
  }

  @Test
  void eachSliceIsMeasuredAsItsRowsAlone() {
    Evaluation evaluation = stage("binary", "slices: [the kind]").evaluate(rows.binary(false));

    assertMetrics(
        evaluation,
        1e-12,
        Map.of(
            "auc", 0.6422280052046843,
            "auc@slice(the kind=k0)", 0.6695238095238095,
            "auc@slice(the kind=k1)", 0.5254629629629629,
            "auc@slice(the kind=k2)", 0.7173713235294117,
            "pr_auc@slice(the kind=k1)", 0.4772174916312434,
            "accuracy@slice(the kind=k2)", 0.5909090909090909));
    assertMetrics(
        stage("regression", "slices: [the kind], quantiles: [0.5]").evaluate(rows.numbers(false)),
        1e-9,
        Map.of("rmse", 0.3137245506620804, "error_p50", 0.25024794216733426));
  }

  @Test
  void intervalsAreThoseOfABootstrap() {
    String options = "bootstrap: { resamples: 2000 }";

    Evaluation binary = stage("binary", options).evaluate(rows.binary(false));
    assertMetrics(
        binary,
        0.01,
        Map.of(
            "lower(auc)", 0.5643,
            "upper(auc)", 0.7167,
            "lower(accuracy)", 0.5071,
            "upper(accuracy)", 0.6432));
    assertMetrics(
        stage("regression", options).evaluate(rows.numbers(false)),
        0.003,
        Map.of("lower(rmse)", 0.29089, "upper(rmse)", 0.33583));
    Evaluation narrower =
        stage("binary", "bootstrap: { resamples: 2000, level: 0.5 }").evaluate(rows.binary(false));
    assertThat(narrower.metrics().get("lower(auc)"))
        .isGreaterThan(binary.metrics().get("lower(auc)"))
        .isLessThan(binary.metrics().get("auc"));
  }

  @Test
  void intervalsDependOnTheRowsAlone() {
    Predictions<Dataset<Row>> given = rows.binary(false);
    Predictions<Dataset<Row>> elsewhere =
        new Predictions<>(given.frame().sort("id").repartition(5), "label", null, given.classes());
    HarnessedStage stage = stage("binary", "slices: [the kind], bootstrap: { resamples: 50 }");

    Map<String, Double> first = stage.evaluate(given).metrics();

    assertThat(first).containsKey("upper(f1@slice(the kind=k2))");
    stage
        .evaluate(elsewhere)
        .metrics()
        .forEach(
            (name, value) -> assertThat(value).as(name).isCloseTo(first.get(name), within(1e-9)));
  }

  private static Predictions<Dataset<Row>> drawn(Predictions<Dataset<Row>> given, String by) {
    Dataset<Row> frame =
        given.frame().withColumn("by", RowHash.uniform(given.frame().schema(), List.of(by), 42));
    return new Predictions<>(frame, "label", null, given.classes(), null, "by");
  }

  /** numpy: percentiles of 20,000 differences; of unpaired draws they are -0.088 and 0.128. */
  @Test
  void twoModelsArePairedOnTheSameResamples() {
    HarnessedStage stage = stage("binary", "bootstrap: { resamples: 2000 }");
    Resamples one = stage.evaluate(drawn(rows.binary(false), "id")).resamples().orElseThrow();
    Resamples other = stage.evaluate(drawn(rows.challenger(), "id")).resamples().orElseThrow();

    Interval auc = one.difference("auc", other).orElseThrow();
    Interval accuracy = one.difference("accuracy", other).orElseThrow();

    assertThat(one.sizes()).hasSize(2000).isEqualTo(other.sizes());
    assertThat(auc.lower()).isCloseTo(-0.01141, within(0.003));
    assertThat(auc.upper()).isCloseTo(0.05142, within(0.003));
    assertThat(accuracy.lower()).isCloseTo(-0.05, within(0.005));
    assertThat(accuracy.upper()).isCloseTo(0.03, within(0.005));
  }

  @Test
  void modelsWhoseRowsWereDrawnByOtherHashesAreNotPaired() {
    HarnessedStage stage = stage("regression", "bootstrap: { resamples: 20 }");
    Predictions<Dataset<Row>> given = rows.numbers(false);
    Resamples one = stage.evaluate(drawn(given, "id")).resamples().orElseThrow();

    assertThat(one.isPairedWith(stage.evaluate(drawn(given, "label")).resamples().orElseThrow()))
        .isFalse();
    assertThat(one.difference("rmse", stage.evaluate(given).resamples().orElseThrow())).isEmpty();
    assertThat(one.difference("rmse", stage.evaluate(drawn(given, "id")).resamples().orElseThrow()))
        .contains(new Interval(0, 0));
    assertThat(stage("regression", "").evaluate(given).resamples()).isEmpty();
  }

  @Test
  void quantilesOfTheErrorAreExact() {
    String options = "quantiles: [0.9, 0.5, 0.999]";

    assertThat(stage("regression", options).evaluate(rows.numbers(false)).metrics().keySet())
        .containsExactly("rmse", "mae", "mape", "r2", "error_p50", "error_p90", "error_p99_9");
    assertMetrics(
        stage("regression", options).evaluate(rows.numbers(true)),
        1e-8,
        Map.of("error_p50", 0.24806771, "error_p90", 0.55559876, "error_p99_9", 0.59866628));
  }

  @Test
  void classesAreMeasuredEach() {
    Evaluation evaluation =
        stage("multiclass", "slices: [the kind], bootstrap: { resamples: 40 }")
            .evaluate(rows.threeClasses());

    assertMetrics(
        evaluation,
        1e-12,
        Map.of(
            "balanced_accuracy", 0.5666743569530573,
            "mcc", 0.3484474506934589,
            "accuracy@slice(the kind=k0)", 1.0,
            "f1@class(0)", 0.6278195488721805,
            "precision@class(10)", 0.575,
            "recall@class(20)", 0.508130081300813));
    assertThat(evaluation.metrics().get("lower(accuracy)")).isBetween(0.45, 0.56);
    assertThat(evaluation.tables().get(0).rows().get(2))
        .containsExactly("20", "17.5", "43.0", "62.5");
  }

  @Test
  void aSliceWithoutAFigureHasNoneAndSmallOnesAreSaid() {
    List<List<@Nullable Object>> rows =
        List.of(
            Arrays.asList("Yes", "Yes", List.of(0.2, 0.8), 1.0, "both", 1),
            Arrays.asList("No", "No", List.of(0.9, 0.1), 1.0, "both", 2),
            Arrays.asList("No", "Yes", List.of(0.4, 0.6), 1.0, "no", 3),
            Arrays.asList("No", "No", List.of(0.7, 0.3), 1.0, null, 4));
    HarnessedStage stage = stage("binary", "slices: [the kind]");

    Map<String, Double> metrics =
        stage
            .evaluate(this.rows.predictions(Simple.STRING, JudgedRows.NO_YES, rows, false))
            .metrics();

    assertThat(metrics)
        .contains(entry("auc@slice(the kind=both)", 1.0), entry("accuracy@slice(the kind=no)", 0.0))
        .contains(entry("accuracy@slice(the kind=null)", 1.0))
        .doesNotContainKeys("auc@slice(the kind=no)", "ks@slice(the kind=null)");
    assertThat(stage.context().warnings())
        .containsExactly(
            "slices of fewer than 30 rows have rough figures: the kind = both (2), the kind = no"
                + " (1), the kind = null (1)");
  }

  @Test
  void aColumnOfIdsMakesNoSlices() {
    assertFails(
        () -> stage("binary", "slices: [id]").evaluate(rows.binary(false)),
        StandardError.UNUSABLE_COLUMN,
        "The column 'id' has more than 100 values in the evaluated rows, too many for slices: group"
            + " them before the split.");
    Schema schema = frames.schema(rows.binary(false).frame());
    assertThat(stage("binary", "slices: [weight, kind]").problems(schema))
        .containsExactly(
            "stage.yaml:2:18: [COLUMN_TYPE] column 'weight' of type double has too many values to"
                + " slice by: put them into bins with transform/bucketize, or into a string",
            "stage.yaml:2:26: [UNKNOWN_COLUMN] there is no column 'kind' in what 'input' yields;"
                + " columns are id, label, prediction, probability, the kind, weight");
  }

  @Test
  void optionsHaveTheirRanges() {
    assertThat(
            IntStream.of(1, 5)
                .mapToObj(n -> stage("binary", "bootstrap: { resamples: " + n + " }").problems())
                .flatMap(List::stream))
        .hasSize(2)
        .first()
        .isEqualTo(
            "stage.yaml:2:33: [OUT_OF_RANGE] option 'bootstrap.resamples' of stage 'stage' must be"
                + " at least 20 and at most 10000, not 1");
  }
}
