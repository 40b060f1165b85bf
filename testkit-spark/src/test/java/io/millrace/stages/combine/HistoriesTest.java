package io.millrace.stages.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.SchemaPromise;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code combine/aggregate} and {@code combine/window}. */
@ExtendWith(SparkExtension.class)
final class HistoriesTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("card", Simple.STRING),
          Column.nullable("at", Simple.LONG),
          Column.nullable("x.y", Simple.DOUBLE),
          Column.nullable("n", Simple.INT),
          Column.nullable("kind", Simple.STRING));

  private final SparkTestFrames frames;
  private final StageHarness harness;
  private final Dataset<Row> rows;

  HistoriesTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
    rows =
        frames.frame(
            SCHEMA,
            List.of(
                Arrays.asList("a", 1L, 1.0, 1, "u"),
                Arrays.asList("a", 3L, 3.0, 2, "v"),
                Arrays.asList("a", 4L, Double.NaN, 3, null),
                Arrays.asList("a", 9L, 8.0, null, "u"),
                Arrays.asList("a", null, 100.0, 5, "w"),
                Arrays.asList("b", 2L, 7.0, 6, "u"),
                Arrays.asList(null, 2L, null, 7, "u")));
  }

  private HarnessedStage stage(String use, String options) {
    return harness.stage("use: " + use + "\nwith:\n" + options.indent(2));
  }

  @Test
  void groupsAreSummedUp() {
    HarnessedStage stage =
        stage(
            "combine/aggregate",
            """
            by: [card]
            aggregates:
              - { columns: [x.y], functions: [count, sum, mean, sd, median, min, max] }
              - { columns: [n, kind], functions: [distinct] }
              - { columns: [kind], functions: [first, last], orderBy: at }
            count: rows
            """);

    Dataset<Row> made = stage.combine(Map.of("input", rows));

    SchemaPromise.assertKept(stage.schema(SCHEMA), made);
    Row a = made.filter("card = 'a'").head();
    assertThat(a.<Long>getAs("x.y_count")).isEqualTo(4);
    assertThat(a.<Double>getAs("x.y_sum")).isEqualTo(112);
    assertThat(a.<Double>getAs("x.y_mean")).isEqualTo(28);
    // Of 1, 3, 8 and 100: the root of 6938 / 3.
    assertThat(a.<Double>getAs("x.y_sd")).isCloseTo(Math.sqrt(6938 / 3.0), within(1e-12));
    assertThat(a.<Double>getAs("x.y_median")).isEqualTo(5.5);
    assertThat(a.<Double>getAs("x.y_max")).isEqualTo(100);
    assertThat(List.of(a.getAs("n_distinct"), a.getAs("kind_distinct"), a.getAs("rows")))
        .isEqualTo(List.of(4L, 3L, 5L));
    assertThat(List.of(a.getAs("kind_first"), a.getAs("kind_last"))).isEqualTo(List.of("u", "u"));
    Row none = made.filter("card IS NULL").head();
    assertThat(none.<Object>getAs("x.y_mean")).isNull();
    assertThat(none.<Long>getAs("x.y_count")).isEqualTo(0);
    assertThat(
            stage("combine/aggregate", "count: rows")
                .combine(Map.of("input", rows))
                .head()
                .getLong(0))
        .isEqualTo(7);
  }

  @Test
  void histories() {
    HarnessedStage stage =
        stage(
            "combine/window",
            """
            by: [card]
            orderBy: at
            features:
              - { columns: [x.y], functions: [sum], rows: 2 }
              - { columns: [x.y], functions: [sum], within: '3' }
              - { columns: [n], functions: [sum, count], includeCurrent: false }
              - { columns: [n], functions: [sum], within: '3', includeCurrent: false, suffix: _before }
              - { columns: [kind], functions: [lag], rows: 1 }
            """);

    Dataset<Row> made = stage.combine(Map.of("input", rows));

    SchemaPromise.assertKept(stage.schema(SCHEMA), made);
    assertThat(made.columns())
        .containsExactly(
            "card",
            "at",
            "x.y",
            "n",
            "kind",
            "x.y_sum_2",
            "x.y_sum_3",
            "n_sum",
            "n_count",
            "n_sum_3_before",
            "kind_lag_1");
    assertThat(
            frames.rows(
                made.filter("card = 'a'")
                    .orderBy("at")
                    .select(
                        "at",
                        "`x.y_sum_2`",
                        "`x.y_sum_3`",
                        "n_sum",
                        "n_count",
                        "n_sum_3_before",
                        "kind_lag_1")))
        .containsExactly(
            Arrays.asList(null, null, null, null, null, null, null),
            Arrays.asList(1L, 1.0, 1.0, null, 0L, null, null),
            Arrays.asList(3L, 4.0, 4.0, 1L, 1L, 1L, "u"),
            Arrays.asList(4L, 3.0, 4.0, 3L, 2L, 3L, "v"),
            Arrays.asList(9L, 8.0, 8.0, 6L, 3L, null, null));
  }

  @Test
  void mistakesAreFoundBeforeTheRun() {
    assertThat(
            stage(
                    "combine/aggregate",
                    "by: [gone]\naggregates:\n  - { columns: [kind], functions: [mean] }")
                .problems(SCHEMA))
        .containsExactly(
            "stage.yaml:3:8: [UNKNOWN_COLUMN] the input has no column 'gone'; it has card, at, x.y,"
                + " n, kind",
            "stage.yaml:5:19: [COLUMN_TYPE] column 'kind' has the type string, and mean takes"
                + " numbers");
    assertThat(
            stage("combine/aggregate", "aggregates:\n  - { columns: [n, n], functions: [last] }")
                .problems(SCHEMA))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] aggregates[0]: first and last need orderBy (stage"
                + " 'stage')");
    assertThat(
            stage(
                    "combine/window",
                    "orderBy: x.y\nfeatures:\n  - { columns: [n, n], functions: [sum] }")
                .problems(SCHEMA))
        .containsExactly(
            "stage.yaml:3:12: [COLUMN_TYPE] column 'x.y' has the type double, and a time is a"
                + " timestamp, a date or a whole number",
            "stage.yaml:5:22: [DUPLICATE_COLUMN] there would be two columns 'n_sum'");
    assertThat(
            stage(
                    "combine/window",
                    "orderBy: at\nfeatures:\n  - { columns: [n], functions: [lag] }")
                .problems(SCHEMA))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] features[0]: lag needs rows, how many rows back"
                + " (stage 'stage')");
  }
}
