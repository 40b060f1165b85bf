package io.millrace.stages.evaluate;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Evaluation;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.Replay;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How important columns are to models that are known in full. Expected figures come from
 * permutation_importance of scikit-learn 1.7.2 with 3,000 repeats (scoring roc_auc, accuracy and
 * neg_root_mean_squared_error), on the same rows; the shuffles are others, so that means may differ
 * by four of their standard errors.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ColumnImportanceTest {
  private static final int ROWS = 200;
  private static final int REPEATS = 50;
  private static final String SCORE = "0.05 + 0.7 * a + 0.2 * b";
  private static final UnaryOperator<Dataset<Row>> CLASSIFIED =
      rows ->
          rows.selectExpr("*", SCORE + " as score")
              .withColumn(
                  Model.PROBABILITY,
                  functions.array_to_vector(
                      org.apache.spark.sql.functions.expr("array(1 - score, score)")))
              .selectExpr("*", "if(score > 0.5, 'Yes', 'No') as prediction");

  private StageHarness harness;
  private Dataset<Row> rows;

  @BeforeAll
  void keep(StageHarness own, SparkTestFrames frames) {
    harness = own;
    List<List<Object>> all = new ArrayList<>();
    long x = 1;
    double[] u = new double[4];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < u.length; j++) {
        x = (x * 1103515245 + 12345) % 2147483648L;
        u[j] = x / 2147483648.0;
      }
      String label = u[3] < 0.05 + 0.7 * u[0] + 0.2 * u[1] ? "Yes" : "No";
      all.add(List.of(u[0], u[1], u[2], label, 3 * u[0] - 1.5 * u[1] + u[3]));
    }
    Schema schema =
        Schema.of(
            Column.required("a", Simple.DOUBLE),
            Column.required("b", Simple.DOUBLE),
            Column.required("c", Simple.DOUBLE),
            Column.required("label", Simple.STRING),
            Column.required("number", Simple.DOUBLE));
    rows = frames.frame(schema, all).cache();
  }

  /** A model that is known in full, on the way from rows to it. */
  private record Known(Dataset<Row> rows, List<String> columns, UnaryOperator<Dataset<Row>> model)
      implements Replay<Dataset<Row>> {
    @Override
    public Dataset<Row> predict(Dataset<Row> given) {
      return model.apply(given);
    }
  }

  private static Predictions<Dataset<Row>> classified(Dataset<Row> rows) {
    return new Predictions<>(
        CLASSIFIED.apply(rows),
        "label",
        null,
        List.of("No", "Yes"),
        new Known(rows, List.of("a", "b", "c"), CLASSIFIED));
  }

  private Evaluation evaluate(String use, String importance, Predictions<Dataset<Row>> given) {
    return harness
        .stage("use: evaluate/%s\nwith: { importance: { %s } }\n".formatted(use, importance))
        .evaluate(given);
  }

  private static void assertImportance(
      Evaluation found, String metric, String column, double mean, double deviation) {
    assertThat(found.metrics().get(metric + "@importance(" + column + ")"))
        .isCloseTo(mean, within(4 * deviation / Math.sqrt(REPEATS)));
    List<String> row =
        found.tables().get(found.tables().size() - 1).rows().stream()
            .filter(cells -> cells.get(0).equals(column))
            .findFirst()
            .orElseThrow();
    assertThat(Double.parseDouble(row.get(2)))
        .isCloseTo(deviation, within(4 * deviation / Math.sqrt(2 * REPEATS)));
  }

  @Test
  void aClassifiersColumnsMatterAsMuchAsAnIndependentSourceSays() {
    Evaluation auc =
        evaluate("binary", "metric: auc, repeats: " + REPEATS, classified(rows.repartition(3)));
    Evaluation accuracy =
        evaluate("multiclass", "metric: accuracy, repeats: " + REPEATS, classified(rows));

    assertImportance(auc, "auc", "a", 0.20052572, 0.03937364);
    assertImportance(auc, "auc", "b", 0.00121529, 0.01089319);
    assertThat(auc.metrics()).containsEntry("auc@importance(c)", 0.0);
    assertThat(auc.tables().get(auc.tables().size() - 1).name())
        .isEqualTo("importance by auc, of 200 rows");
    assertThat(auc.tables().get(auc.tables().size() - 1).rows().stream().map(r -> r.get(0)))
        .containsExactly("a", "b", "c");
    assertImportance(accuracy, "accuracy", "a", 0.156605, 0.03482096);
  }

  @Test
  void aLossWorsensAsItGrows() {
    UnaryOperator<Dataset<Row>> linear = given -> given.selectExpr("*", "3 * a - b as prediction");
    Evaluation found =
        evaluate(
            "regression",
            "metric: rmse, repeats: " + REPEATS,
            new Predictions<>(
                linear.apply(rows),
                "number",
                null,
                List.of(),
                new Known(rows, List.of("a", "b", "c"), linear)));

    assertImportance(found, "rmse", "a", 0.85158091, 0.04208385);
    assertImportance(found, "rmse", "b", 0.24276629, 0.01659665);
    assertThat(found.metrics()).containsEntry("rmse@importance(c)", 0.0);
  }

  @Test
  void itIsTheSameHoweverTheRowsLieAndOfAsManyRowsAsOneLikes() {
    String options = "metric: auc, repeats: 2, columns: [a]";
    Map<String, Double> first = evaluate("binary", options, classified(rows)).metrics();
    Map<String, Double> again =
        evaluate("binary", options, classified(rows.sort("c").repartition(5))).metrics();
    Evaluation few = evaluate("binary", options + ", rows: 50", classified(rows));

    assertThat(first).containsKey("auc@importance(a)").doesNotContainKey("auc@importance(b)");
    assertThat(again.get("auc@importance(a)")).isEqualTo(first.get("auc@importance(a)"));
    assertThat(few.tables().get(few.tables().size() - 1).name())
        .isEqualTo("importance by auc, of 50 rows");
    assertThat(few.metrics().get("auc")).isEqualTo(first.get("auc"));
  }

  @Test
  void predictionsThatCannotBeMadeAgainAreMeasuredWithoutIt() {
    Predictions<Dataset<Row>> once =
        new Predictions<>(CLASSIFIED.apply(rows), "label", null, List.of("No", "Yes"));

    assertThat(evaluate("binary", "metric: auc", once).metrics().keySet())
        .noneMatch(name -> name.contains("importance"));
  }

  @Test
  void columnsThatAreNotThereAreNamed() {
    assertFails(
        () -> evaluate("binary", "metric: auc, columns: [d]", classified(rows)),
        StandardError.UNKNOWN_COLUMN,
        "The option importance.columns names 'd', which is no column of the rows that are"
            + " predicted; those are a, b, c, number.");
  }
}
