package io.millrace.stages.split;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowFailures;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class TimeSplitTest {
  private final StageHarness harness;
  private final Dataset<Row> frame;

  TimeSplitTest(StageHarness harness, SparkTestFrames frames) {
    this.harness = harness;
    // Two rows a day from 1969-12-27 on, so that days lie on both sides of 0; a second between
    // rows.
    frame =
        frames
            .session()
            .range(0, 20, 1, 3)
            .selectExpr(
                "id",
                "date_add(DATE'1969-12-27', int(id div 2)) AS `the.day`",
                "timestamp_seconds(1000000000 + id) AS `a ``time```",
                "id * id - 50 AS n",
                "int(0) AS same")
            .orderBy(functions.desc("n"));
  }

  private HarnessedStage stage(String options) {
    return harness.stage("use: split/time\nwith: { " + options + " }");
  }

  private Parts<Dataset<Row>> split(String options) {
    return stage(options).split(Map.of("raw", frame)).get(0);
  }

  private static List<Long> ids(Dataset<Row> part) {
    return part.orderBy("id").collectAsList().stream().map(row -> row.getLong(0)).toList();
  }

  private static List<Long> range(int from, int to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void partsFollowEachOtherInTimeWithTheirShares() {
    Parts<Dataset<Row>> parts =
        split("column: \"a `time`\", train: 0.6, validation: 0.25, test: 0.15");

    assertThat(ids(parts.train())).isEqualTo(range(0, 12));
    assertThat(ids(parts.require(Part.VALIDATION))).isEqualTo(range(12, 17));
    assertThat(ids(parts.require(Part.TEST))).isEqualTo(range(17, 20));
    assertThat(ids(split("column: n, train: 0.5, test: 0.5").train())).isEqualTo(range(0, 10));
  }

  @Test
  void rowsOfOneTimeStayTogether() {
    Parts<Dataset<Row>> parts = split("column: the.day, train: 0.75, test: 0.25");

    assertThat(ids(parts.train())).isEqualTo(range(0, 14));
    assertThat(ids(parts.require(Part.TEST))).isEqualTo(range(14, 20));
  }

  @Test
  void cutPointsAreTimesOfTheColumnsType() {
    Parts<Dataset<Row>> days =
        split("column: the.day, validationFrom: 1970-01-01, testFrom: 1970-01-03");
    Parts<Dataset<Row>> times = split("column: \"a `time`\", testFrom: \"2001-09-09T01:46:45Z\"");

    assertThat(ids(days.train())).isEqualTo(range(0, 10));
    assertThat(ids(days.require(Part.VALIDATION))).isEqualTo(range(10, 14));
    assertThat(ids(days.require(Part.TEST))).isEqualTo(range(14, 20));
    assertThat(times.frames().keySet()).containsExactly(Part.TRAIN, Part.TEST);
    assertThat(ids(times.require(Part.TEST))).isEqualTo(range(5, 20));
    assertThat(ids(split("column: n, testFrom: \"-1\"").train())).isEqualTo(range(0, 7));
  }

  @Test
  void whatIsNoTimeIsReportedBeforeTheRun() {
    Schema schema =
        Schema.of(Column.nullable("s", Simple.STRING), Column.nullable("d", Simple.DATE));

    assertThat(stage("column: s, train: 0.5, test: 0.5").problems(schema))
        .containsExactly(
            "stage.yaml:2:17: [COLUMN_TYPE] column 's' has the type string, and time is a date, a"
                + " timestamp, an int or a long; cast it before");
    assertThat(stage("column: d, testFrom: yesterday").problems(schema))
        .containsExactly(
            "stage.yaml:2:30: [WRONG_TYPE] 'yesterday' is no date, which column 'd' holds");
    assertThat(stage("column: d, train: 0.8, testFrom: 2020-01-01").problems(schema))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] give either the shares train, validation and test, or"
                + " the cut points validationFrom and testFrom (stage 'stage')");
  }

  @Test
  void rowsThatCantBeOrderedAreRefused() {
    HarnessedStage shares = stage("column: t, train: 0.8, test: 0.2");
    HarnessedStage cut = stage("column: t, testFrom: \"15\"");
    Dataset<Row> gaps = frame.selectExpr("id", "nullif(id, 3) AS t");

    assertFails(
        () -> shares.split(Map.of("raw", gaps)),
        StandardError.UNUSABLE_COLUMN,
        "Column 't' has 1 row without a time: filter them out before.");
    assertThat(
            RowFailures.explain(
                catchThrowable(() -> cut.split(Map.of("raw", gaps)).get(0).train().collect())))
        .hasValueSatisfying(
            e ->
                assertThat(e)
                    .hasMessage("Column 't' has rows without a time: filter them out before."));
    assertFails(
        () -> shares.split(Map.of("raw", gaps.limit(0))),
        StandardError.EMPTY_INPUT,
        "There are no rows to split by 't'.");
    assertFails(
        () -> split("column: same, train: 0.8, test: 0.2"),
        StandardError.UNUSABLE_COLUMN,
        "Column 'same' has the same time in so many of its 20 rows that a part would be empty: rows"
            + " of one time stay together.");
  }

  @Test
  void eachFoldLearnsFromThePastOfWhatItHoldsOut() {
    List<Parts<Dataset<Row>>> expanding = folds("k: 2, column: id, train: 0.6");
    List<Parts<Dataset<Row>>> sliding = folds("k: 2, column: id, train: 0.6, window: sliding");
    List<Parts<Dataset<Row>>> apart = folds("k: 1, column: \"a `time`\", train: 0.6, gap: 2");

    assertThat(ids(expanding.get(0).train())).isEqualTo(range(0, 12));
    assertThat(ids(expanding.get(0).require(Part.VALIDATION))).isEqualTo(range(12, 16));
    assertThat(ids(expanding.get(1).train())).isEqualTo(range(0, 16));
    assertThat(ids(expanding.get(1).require(Part.VALIDATION))).isEqualTo(range(16, 20));
    assertThat(ids(sliding.get(0).train())).isEqualTo(range(0, 12));
    assertThat(ids(sliding.get(1).train())).isEqualTo(range(4, 16));
    assertThat(ids(apart.get(0).train())).isEqualTo(range(0, 10));
    assertThat(ids(apart.get(0).require(Part.VALIDATION))).isEqualTo(range(12, 20));
  }

  private List<Parts<Dataset<Row>>> folds(String options) {
    return harness
        .stage("use: split/rolling-origin\nwith: { " + options + " }")
        .split(Map.of("raw", frame));
  }

  /** Against a plain sort, on numbers so uneven that their leading bits tell nothing at first. */
  @Test
  @Tag("full")
  void ranksAreExactWhateverTheNumbers(SparkTestFrames frames) {
    Dataset<Row> rows =
        frames
            .session()
            .range(150_000)
            .selectExpr("CASE WHEN id = 7 THEN 1L << 60 ELSE pmod(xxhash64(id), 9000000) END AS v");
    List<Row> sorted = rows.orderBy("v").collectAsList();

    Map<String, long[]> found =
        ExactRanks.find(
            rows,
            functions.lit(""),
            functions.col("v"),
            1L << 60,
            size -> new long[] {0, 75_000, 149_998, 149_999, size});

    assertThat(found.get(""))
        .containsExactly(
            sorted.get(0).getLong(0),
            sorted.get(75_000).getLong(0),
            sorted.get(149_998).getLong(0),
            1L << 60,
            Long.MAX_VALUE);
  }
}
