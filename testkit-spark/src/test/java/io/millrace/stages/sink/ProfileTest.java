package io.millrace.stages.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code sink/profile}. */
@ExtendWith(SparkExtension.class)
final class ProfileTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("x.y", Simple.DOUBLE),
          Column.nullable("kind", Simple.STRING),
          Column.nullable("raw", Simple.BINARY));

  private final SparkTestFrames frames;
  private final StageHarness harness;

  ProfileTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
  }

  private HarnessedStage profile(String options) {
    return harness.stage("use: sink/profile\nwith: " + options);
  }

  @Test
  void columnsAreToldInOneTable() {
    HarnessedStage stage = profile("{ top: 1 }");
    Dataset<Row> rows =
        frames.frame(
            SCHEMA,
            List.of(
                Arrays.asList(1.0, "a", null),
                Arrays.asList(2.0, "a", null),
                Arrays.asList(2.0, "b\tc", null),
                Arrays.asList(7.0, null, null),
                Arrays.asList(Double.NaN, "a", null)));

    assertThat(frames.rows(stage.write(rows))).hasSize(5);
    assertThat(stage.context().noted("profile").rows())
        .containsExactly(
            List.of(
                "x.y",
                "double",
                "1",
                "3",
                "3.0",
                "2.70801280154532",
                "1.0",
                "1.0",
                "2.0",
                "2.0",
                "7.0",
                "2.0 (2)"),
            List.of("kind", "string", "1", "2", "", "", "a", "", "", "", "b c", "a (3)"));
  }

  @Test
  void noRowsAndOtherTypesAreNoMistakeUnlessNamed() {
    HarnessedStage stage = profile("{ columns: [x.y], top: 0 }");

    stage.write(frames.frame(SCHEMA, List.of()));

    assertThat(stage.context().noted("profile").rows())
        .containsExactly(List.of("x.y", "double", "0", "0", "", "", "", "", "", "", "", ""));
    assertThat(profile("{ columns: [raw, gone] }").problems(SCHEMA))
        .containsExactly(
            "stage.yaml:2:19: [COLUMN_TYPE] column 'raw' has the type binary, and only simple"
                + " values have a profile",
            "stage.yaml:2:24: [UNKNOWN_COLUMN] there is no column 'gone' in what 'input' yields;"
                + " columns are kind, raw, x.y");
  }

  @Test
  void simpleValuesOfAnyTypeAreToldHoweverRowsAreCut() {
    Dataset<Row> rows =
        frames
            .frame(Schema.of(Column.required("id", Simple.LONG)), List.of(List.of(0L)))
            .sparkSession()
            .range(0, 3000, 1, 40)
            .selectExpr(
                "id",
                "id % 2 = 0 AS even",
                "CAST(id % 5 AS TINYINT) AS small",
                "CAST(id AS DECIMAL(12, 2)) / 4 AS quarter",
                "CAST(id AS DECIMAL(38, 0)) * 1000000000000000000000 AS wide",
                "date_add(DATE'2026-01-01', CAST(id % 3 AS INT)) AS day",
                "timestamp_seconds(id % 2) AS time",
                "nullif(concat('t', id % 7), 't3') AS text",
                "if(id = 0, FLOAT('NaN'), CAST(-id AS FLOAT)) AS below");
    HarnessedStage cut = profile("{ columns: [], top: 2 }");
    HarnessedStage whole = profile("{ columns: [], top: 2 }");

    cut.write(rows);
    whole.write(rows.coalesce(1));

    List<List<String>> told = cut.context().noted("profile").rows();
    // Sums round, and sketches estimate, as rows come.
    assertThat(withoutEstimates(told))
        .isEqualTo(withoutEstimates(whole.context().noted("profile").rows()));
    assertThat(told.get(1)).contains("boolean", "2", "false", "true", "false (1500), true (1500)");
    assertThat(told.get(2)).contains("tinyint", "5", "2.0", "0", "4", "0 (600), 1 (600)");
    assertThat(told.get(4).get(10)).isEqualTo("2999000000000000000000000");
    assertThat(told.get(5).get(11)).isEqualTo("2026-01-01 (1000), 2026-01-02 (1000)");
    assertThat(told.get(6).get(10)).startsWith("1970-01-01 ").endsWith("00:01");
    assertThat(told.get(7)).contains("string", "429", "6", "t0", "t6", "t0 (429), t1 (429)");
    assertThat(told.get(8)).contains("float", "1", "-2999.0", "-1.0");
    // All values come once: none is frequent.
    assertThat(told.get(0).get(11)).isEmpty();
    assertThat(Double.parseDouble(told.get(0).get(3))).isBetween(2850.0, 3150.0);
  }

  private static List<List<String>> withoutEstimates(List<List<String>> lines) {
    return lines.stream()
        .map(
            line ->
                java.util.stream.IntStream.range(0, line.size())
                    .filter(i -> i < 3 || i == 6 || i > 9)
                    .mapToObj(line::get)
                    .toList())
        .toList();
  }
}
