package io.millrace.stages.evaluate;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import io.millrace.api.Predictions;
import io.millrace.api.StageFactory;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.stages.SchemaPromise;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Expected figures come from scikit-learn 1.9.1 (roc_auc_score, average_precision_score,
 * accuracy_score, precision_score, recall_score, f1_score, log_loss, brier_score_loss, roc_curve
 * for KS, root_mean_squared_error, mean_absolute_error, mean_absolute_percentage_error, r2_score),
 * on the rows of {@link Sequence}, which any language makes alike.
 */
@ExtendWith(SparkExtension.class)
final class EvaluatorsTest {
  private static final String LABEL = "is it? ü.`y`";
  private static final String WEIGHT = "w.w";
  private static final int ROWS = 200;
  private static final double[] U = Sequence.of(4 * ROWS);

  /** A linear congruential sequence. */
  private static final class Sequence {
    static double[] of(int length) {
      double[] sequence = new double[length];
      long x = 1;
      for (int i = 0; i < length; i++) {
        x = (x * 1103515245 + 12345) % 2147483648L;
        sequence[i] = x / 2147483648.0;
      }
      return sequence;
    }
  }

  private static Predictions<Dataset<Row>> predictions(
      SparkTestFrames frames,
      LogicalType label,
      List<String> classes,
      List<? extends List<? extends @Nullable Object>> rows,
      boolean weighted) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.nullable(LABEL, label));
    columns.add(Column.nullable("prediction", label));
    if (!classes.isEmpty()) {
      columns.add(Column.nullable("probability", new VectorOf(classes.size())));
    }
    columns.add(Column.nullable(WEIGHT, Simple.DOUBLE));
    Dataset<Row> frame = frames.frame(Schema.of(columns), rows).repartition(3);
    return new Predictions<>(frame, LABEL, weighted ? WEIGHT : null, classes);
  }

  private static Predictions<Dataset<Row>> binary(SparkTestFrames frames, boolean weighted) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double score = Math.rint(U[4 * i] * 20) / 20;
      String label = U[4 * i + 1] < 0.2 + 0.6 * score ? "Yes" : "No";
      String prediction = score > 0.5 ? "Yes" : "No";
      rows.add(List.of(label, prediction, List.of(1 - score, score), 0.5 + i % 4));
    }
    return predictions(frames, Simple.STRING, List.of("No", "Yes"), rows, weighted);
  }

  @SuppressWarnings("unchecked") // The factories under test make evaluators.
  private static <O extends Record> Evaluator<Dataset<Row>> evaluator(
      StageFactory<Dataset<Row>, O> factory, O options) {
    return (Evaluator<Dataset<Row>>) factory.create(options);
  }

  private static Evaluation evaluate(
      Evaluator<Dataset<Row>> evaluator, Predictions<Dataset<Row>> predictions) {
    Evaluation evaluation = evaluator.evaluate(predictions, TestStageContext.of("quality"));
    assertThat(evaluation.metrics().keySet().stream().filter(name -> !name.contains("@")).toList())
        .as("what was declared at plan time")
        .isEqualTo(evaluator.metrics().stream().map(MetricSpec::name).toList());
    return evaluation;
  }

  private static Evaluator<Dataset<Row>> binaryEvaluator(
      @Nullable String positive, @Nullable Double threshold) {
    return evaluator(
        new BinaryFactory(),
        new BinaryOptions(positive, threshold, null, List.of(10), 10, List.of(), null, null));
  }

  private static void assertMetrics(Evaluation evaluation, Map<String, Double> expected) {
    expected.forEach(
        (name, value) ->
            assertThat(evaluation.metrics().get(name)).as(name).isCloseTo(value, within(1e-12)));
  }

  @Test
  void binaryFiguresAreThoseOfScikitLearn(SparkTestFrames frames) {
    Evaluation evaluation = evaluate(binaryEvaluator(null, null), binary(frames, false));

    assertMetrics(
        evaluation,
        Map.of(
            "auc", 0.6422280052046843,
            "pr_auc", 0.6431030650155897,
            "accuracy", 0.575,
            "precision", 0.59,
            "recall", 0.5728155339805825,
            "f1", 0.5812807881773399,
            "log_loss", 0.8934944383465236,
            "brier", 0.25762500000000005,
            "ks", 0.27454709238314484));
  }

  @Test
  @Tag("full")
  void binaryFiguresWithWeightsAreThoseOfScikitLearn(SparkTestFrames frames) {
    Evaluation evaluation = evaluate(binaryEvaluator("Yes", 0.5), binary(frames, true));

    assertMetrics(
        evaluation,
        Map.of(
            "auc", 0.6362574308283064,
            "pr_auc", 0.6369528825366166,
            "accuracy", 0.56875,
            "precision", 0.595360824742268,
            "recall", 0.5513126491646778,
            "f1", 0.5724907063197026,
            "log_loss", 0.86105953251135,
            "brier", 0.25980625,
            "ks", 0.25643483108764153));
  }

  @Test
  void aThresholdReplacesTheModelsDecision(SparkTestFrames frames) {
    Evaluation evaluation = evaluate(binaryEvaluator(null, 0.3), binary(frames, false));

    assertMetrics(
        evaluation,
        Map.of(
            "accuracy", 0.605,
            "precision", 0.5869565217391305,
            "recall", 0.7864077669902912,
            "f1", 0.6721991701244814,
            "auc", 0.6422280052046843));
  }

  /** By definition: the share of pairs of a positive and a negative row that are in order. */
  @Test
  void aucAndKsAgreeWithTheirDefinitionsForEitherClass(SparkTestFrames frames) {
    Predictions<Dataset<Row>> predictions = binary(frames, false);
    List<List<@Nullable Object>> rows = frames.rows(predictions.frame());
    double pairs = 0;
    double ordered = 0;
    for (List<@Nullable Object> positive : rows) {
      for (List<@Nullable Object> negative : rows) {
        if ("No".equals(positive.get(0)) && "Yes".equals(negative.get(0))) {
          pairs++;
          ordered += (1 + Math.signum(score(positive) - score(negative))) / 2;
        }
      }
    }
    double distance = 0;
    for (int step = 0; step <= 20; step++) {
      double limit = step / 20.0 + 0.01;
      distance = Math.max(distance, Math.abs(below(rows, "No", limit) - below(rows, "Yes", limit)));
    }

    Evaluation evaluation = evaluate(binaryEvaluator("No", null), predictions);

    assertMetrics(evaluation, Map.of("auc", ordered / pairs, "ks", distance));
  }

  private static double score(List<@Nullable Object> row) {
    return row.get(2) instanceof List<?> probability ? (Double) probability.get(0) : Double.NaN;
  }

  private static double below(List<List<@Nullable Object>> rows, String label, double limit) {
    List<List<@Nullable Object>> labelled =
        rows.stream().filter(row -> label.equals(row.get(0))).toList();
    return (double) labelled.stream().filter(row -> score(row) < limit).count() / labelled.size();
  }

  @Test
  void aPartOfOneClassHasNoAuc(SparkTestFrames frames) {
    Predictions<Dataset<Row>> both = binary(frames, false);
    Predictions<Dataset<Row>> one =
        new Predictions<>(
            both.frame().where(io.millrace.spark.api.Columns.col(LABEL).equalTo("No")),
            LABEL,
            null,
            both.classes());

    assertFails(
        () -> evaluate(binaryEvaluator(null, null), one),
        StandardError.UNUSABLE_LABEL,
        "The label 'is it? ü.`y`' has only the class 'No' in the evaluated rows: AUC needs both.");
    assertFails(
        () ->
            evaluate(
                binaryEvaluator(null, null),
                new Predictions<>(both.frame().where("false"), LABEL, null, both.classes())),
        StandardError.EMPTY_INPUT,
        "There are no rows to evaluate the model on.");
  }

  @Test
  void rowsThatCantBeCountedAreRefused(SparkTestFrames frames) {
    List<String> classes = List.of("0", "1");
    List<List<@Nullable Object>> labels =
        List.of(
            Arrays.asList(0, 0, List.of(0.9, 0.1), 1.0),
            Arrays.asList(1, 1, List.of(0.1, 0.9), 1.0),
            Arrays.asList(7, 1, List.of(0.1, 0.9), 1.0),
            Arrays.asList(null, 1, List.of(0.1, 0.9), 1.0));
    List<List<@Nullable Object>> weights =
        List.of(
            Arrays.asList(0, 0, List.of(0.9, 0.1), null),
            Arrays.asList(1, 1, List.of(0.1, 0.9), -1.0));
    List<List<@Nullable Object>> numbers =
        List.of(
            Arrays.asList(0, 0, List.of(Double.NaN, Double.NaN), 1.0),
            Arrays.asList(1, 1, List.of(0.1, 0.9), 1.0));
    for (Evaluator<Dataset<Row>> evaluator :
        List.of(
            binaryEvaluator(null, null),
            evaluator(new MulticlassFactory(), new MulticlassOptions(List.of(), null, null)))) {
      assertFails(
          () -> evaluate(evaluator, predictions(frames, Simple.INT, classes, labels, false)),
          StandardError.UNUSABLE_LABEL,
          "The label 'is it? ü.`y`' is missing or unknown to the model in 2 of 4 evaluated rows:"
              + " drop such rows before the split.");
      assertFails(
          () -> evaluate(evaluator, predictions(frames, Simple.INT, classes, weights, true)),
          StandardError.UNUSABLE_COLUMN,
          "The weight 'w.w' is missing or negative in 2 of 2 evaluated rows.");
      assertFails(
          () -> evaluate(evaluator, predictions(frames, Simple.INT, classes, numbers, false)),
          StandardError.UNUSABLE_COLUMN,
          "The model predicts nothing that is a number in 1 of 2 evaluated rows: fill missing"
              + " values with transform/impute.");
    }
  }

  private static Predictions<Dataset<Row>> threeClasses(SparkTestFrames frames, boolean weighted) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double[] p = {U[4 * i] + 0.1, U[4 * i + 1] + 0.1, U[4 * i + 2] + 0.1};
      double sum = p[0] + p[1] + p[2];
      int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
      int label = i % 3 == 0 ? best : (int) (3 * U[4 * i + 3]);
      List<Double> probability = List.of(p[0] / sum, p[1] / sum, p[2] / sum);
      rows.add(List.of(10 * label, 10 * best, probability, 0.5 + i % 4));
    }
    return predictions(frames, Simple.INT, List.of("0", "10", "20"), rows, weighted);
  }

  @Test
  void multiclassFiguresAreThoseOfScikitLearn(SparkTestFrames frames) {
    Evaluator<Dataset<Row>> evaluator =
        evaluator(new MulticlassFactory(), new MulticlassOptions(List.of(), null, null));

    assertMetrics(
        evaluate(evaluator, threeClasses(frames, false)),
        Map.of(
            "accuracy", 0.575,
            "precision", 0.5767672998643147,
            "recall", 0.575,
            "f1", 0.5754899300805593,
            "f1_macro", 0.5743789160797825,
            "log_loss", 1.0265178220357993));
    assertMetrics(
        evaluate(evaluator, threeClasses(frames, true)),
        Map.of(
            "accuracy", 0.56625,
            "precision", 0.5654428687384044,
            "recall", 0.56625,
            "f1", 0.5654346342642832,
            "f1_macro", 0.565014481266295,
            "log_loss", 1.0273894322364603));
  }

  @Test
  void aBinaryFigureOfThreeClassesIsRefused(SparkTestFrames frames) {
    assertFails(
        () -> evaluate(binaryEvaluator(null, null), threeClasses(frames, false)),
        StandardError.INVALID_OPTION,
        "The stage evaluate/binary measures models of two classes, and this one has 3: use"
            + " evaluate/multiclass or evaluate/regression.");
    assertFails(
        () -> evaluate(binaryEvaluator("Maybe", null), binary(frames, false)),
        StandardError.INVALID_OPTION,
        "The positive class 'Maybe' is none of the model's: 'No' and 'Yes'.");
  }

  private static Predictions<Dataset<Row>> numbers(SparkTestFrames frames, boolean weighted) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double label = 1e6 + 10 * U[4 * i];
      rows.add(List.of(label, label + U[4 * i + 1] - 0.4, 0.5 + i % 4));
    }
    return predictions(frames, Simple.DOUBLE, List.of(), rows, weighted);
  }

  @Test
  void regressionFiguresAreThoseOfScikitLearnFarFromZeroToo(SparkTestFrames frames) {
    Evaluator<Dataset<Row>> evaluator =
        evaluator(new RegressionFactory(), new RegressionOptions(List.of(), List.of(), null, null));

    assertMetrics(
        evaluate(evaluator, numbers(frames, false)),
        Map.of(
            "rmse", 0.3137245506620804,
            "mae", 0.26314801892498507,
            "mape", 2.631466887039315e-07,
            "r2", 0.9872593432063523));
    assertMetrics(
        evaluate(evaluator, numbers(frames, true)),
        Map.of(
            "rmse", 0.3259862399607467,
            "mae", 0.2733620160323335,
            "mape", 2.733606677480031e-07,
            "r2", 0.9859571299295461));
  }

  @Test
  void aLabelThatNeverVariesHasRSquaredOneOrNone(SparkTestFrames frames) {
    Evaluator<Dataset<Row>> evaluator =
        evaluator(new RegressionFactory(), new RegressionOptions(List.of(), List.of(), null, null));
    List<List<Object>> right = List.of(List.of(2.0, 2.0, 1.0), List.of(2.0, 2.0, 1.0));
    List<List<Object>> wrong = List.of(List.of(2.0, 3.0, 1.0), List.of(2.0, 2.0, 1.0));

    assertMetrics(
        evaluate(evaluator, predictions(frames, Simple.DOUBLE, List.of(), right, false)),
        Map.of("r2", 1.0, "rmse", 0.0));
    assertMetrics(
        evaluate(evaluator, predictions(frames, Simple.DOUBLE, List.of(), wrong, false)),
        Map.of("r2", 0.0, "mae", 0.5, "mape", 0.25));
  }

  @Test
  void missingNumbersAreRefused(SparkTestFrames frames) {
    Evaluator<Dataset<Row>> evaluator =
        evaluator(new RegressionFactory(), new RegressionOptions(List.of(), List.of(), null, null));
    List<List<@Nullable Object>> rows =
        List.of(Arrays.asList(null, 2.0, 1.0), Arrays.asList(2.0, 2.0, 1.0));

    assertFails(
        () -> evaluate(evaluator, predictions(frames, Simple.DOUBLE, List.of(), rows, false)),
        StandardError.UNUSABLE_LABEL,
        "The label 'is it? ü.`y`' is missing or unknown to the model in 1 of 2 evaluated rows: drop"
            + " such rows before the split.");
    assertFails(
        () -> evaluate(evaluator, binary(frames, false)),
        StandardError.INVALID_OPTION,
        "The stage evaluate/regression measures predicted numbers, and this model predicts classes:"
            + " use evaluate/binary or evaluate/multiclass.");
  }

  @Test
  void whatPredictionsLackIsReportedBeforeTheRun() {
    Schema frame = Schema.of(Column.nullable("x", Simple.INT));
    Schema regression = Schema.of(Column.nullable("prediction", Simple.DOUBLE));

    assertThat(problems(binaryEvaluator(null, null), frame))
        .contains(
            ": [UNKNOWN_COLUMN] evaluate/binary reads the column 'prediction', which its input"
                + " lacks: put it behind a trainer");
    assertThat(problems(binaryEvaluator(null, null), regression))
        .containsExactly(
            ": [UNKNOWN_COLUMN] evaluate/binary measures classifiers, and the model gives no"
                + " scores of classes: use evaluate/regression");
    assertThat(problems(binaryEvaluator(null, null), Schema.unknown())).isEmpty();
  }

  private static List<String> problems(Evaluator<Dataset<Row>> evaluator, Schema schema) {
    return SchemaPromise.problems(problems -> evaluator.check(schema, problems));
  }
}
