package io.millrace.stages.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Sink;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code sink/expect}. */
@ExtendWith(SparkExtension.class)
final class ExpectTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("id", Simple.INT),
          Column.nullable("x.y", Simple.DOUBLE),
          Column.nullable("kind", Simple.STRING),
          Column.nullable("day", Simple.DATE));

  @TempDir Path directory;

  private final SparkTestFrames frames;
  private final StageHarness harness;
  private final Dataset<Row> rows;

  ExpectTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
    rows =
        frames.frame(
            SCHEMA,
            List.of(
                Arrays.asList(1, 0.5, "a", LocalDate.parse("2026-01-01")),
                Arrays.asList(2, Double.NaN, "b", LocalDate.parse("2026-06-01")),
                Arrays.asList(2, 7.0, "c", null),
                Arrays.asList(null, null, null, LocalDate.parse("2027-01-01"))));
  }

  private static String yaml(String expectations) {
    return "use: sink/expect\nwith:\n  expectations:\n" + expectations.indent(4);
  }

  private HarnessedStage expect(String expectations) {
    return harness.stage(yaml(expectations));
  }

  private static List<List<String>> table(HarnessedStage stage) {
    return stage.context().noted("expectations").rows();
  }

  @Test
  void eachCheckCountsTheRowsThatBreakIt() {
    HarnessedStage stage =
        expect(
            """
            - { check: not-null, columns: [id, x.y], onFail: warn }
            - { check: unique, columns: [id], onFail: warn }
            - { check: range, columns: [x.y], min: 0, max: 5, onFail: warn }
            - { check: range, columns: [day], earliest: 2026-02-01, latest: 2026-12-31, onFail: warn }
            - { check: domain, columns: [id], values: ["1"], onFail: warn }
            - { check: domain, columns: [kind], values: [a, b, c] }
            - { check: matches, columns: [kind], pattern: a|b, onFail: warn, mostly: 0.7 }
            - { check: row-count, min: 4, max: 4 }
            - { check: row-count, min: 5, onFail: warn, name: enough }
            - { check: sql, condition: "`x.y` < id -- a comment", onFail: warn }
            - { check: aggregate, condition: avg(id) > 3, onFail: warn }
            """);

    List<List<@Nullable Object>> handedOn = frames.rows(stage.write(rows));

    assertThat(handedOn).hasSize(4);
    assertThat(table(stage))
        .containsExactly(
            List.of("not-null (id)", "4", "1", "warn", "warns"),
            List.of("not-null (x.y)", "4", "2", "warn", "warns"),
            List.of("unique (id)", "4", "1", "warn", "warns"),
            List.of("range (x.y)", "4", "2", "warn", "warns"),
            List.of("range (day)", "4", "2", "warn", "warns"),
            List.of("domain (id)", "4", "2", "warn", "warns"),
            List.of("domain (kind)", "4", "0", "fail", "holds"),
            List.of("matches (kind)", "4", "1", "warn", "holds"),
            List.of("row-count", "4", "", "fail", "holds"),
            List.of("enough", "4", "", "warn", "warns"),
            List.of("sql (`x.y` < id -- a comment)", "4", "2", "warn", "warns"),
            List.of("aggregate (avg(id) > 3)", "4", "", "warn", "warns"));
    assertThat(stage.context().warnings())
        .containsExactly(
            "Rows are not as expected: not-null (id): 1 of 4 rows; not-null (x.y): 2 of 4 rows;"
                + " unique (id): 1 of 4 rows; range (x.y): 2 of 4 rows; range (day): 2 of 4 rows;"
                + " domain (id): 2 of 4 rows; enough; sql (`x.y` < id -- a comment): 2 of 4 rows;"
                + " aggregate (avg(id) > 3).");
  }

  @Test
  void aBreachOfWhatMustHoldFailsTheRunAndLeavesTheTable() {
    HarnessedStage stage =
        expect(
            """
            - { check: unique, columns: [id] }
            - { check: not-null, columns: [id], mostly: 0.9 }
            - { check: not-null, columns: [id], mostly: 0.75, name: nearly all }
            """);

    assertThatThrownBy(() -> stage.write(rows))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(StandardError.EXPECTATION_FAILED))
        .hasMessage(
            "The rows are not as expected: unique (id): 1 of 4 rows; not-null (id): 1 of 4 rows.");
    assertThat(table(stage)).hasSize(3);
  }

  @Test
  void rowsAreDroppedOrSetAsideWithReasons() {
    Path path = directory.resolve("aside");
    HarnessedStage stage =
        harness.stage(
            yaml(
                    """
                    - { check: unique, columns: [id], onFail: quarantine }
                    - { check: range, columns: [x.y], max: 5, onFail: quarantine }
                    - { check: not-null, columns: [id], onFail: drop }
                    - { check: aggregate, condition: count(DISTINCT kind) = 3 }
                    """)
                + "  path: "
                + path);

    List<List<@Nullable Object>> handedOn = frames.rows(stage.write(rows));

    List<Row> aside =
        frames.session().read().json(path.toString()).select("reason", "row.kind").collectAsList();
    assertThat(aside).hasSize(2);
    assertThat(aside.stream().map(row -> row.getString(1))).containsExactlyInAnyOrder("b", "c");
    assertThat(aside.stream().map(row -> row.getString(0)).filter(r -> r.startsWith("unique")))
        .containsExactly("unique (id); range (x.y)");
    assertThat(handedOn).containsExactly(Arrays.asList(1, 0.5, "a", LocalDate.parse("2026-01-01")));
    assertThat(table(stage).stream().map(line -> line.get(2) + " " + line.get(4)))
        .containsExactly("1 set aside", "2 set aside", "1 dropped", " holds");
  }

  @Test
  void whatARunThatFailsSetAsideIsNotVisible() {
    Path path = directory.resolve("aside");
    HarnessedStage stage =
        harness.stage(
            yaml(
                    """
                    - { check: range, columns: [x.y], max: 5, onFail: quarantine }
                    - { check: row-count, max: 3 }
                    """)
                + "  path: "
                + path);

    assertThatThrownBy(() -> stage.write(rows))
        .hasMessage("The rows are not as expected: row-count.");
    assertThat(path).doesNotExist();
  }

  @Test
  void valuesMustStandInAnotherInput() {
    Dataset<Row> known =
        frames.frame(
            Schema.of(Column.nullable("key", Simple.INT)),
            List.of(List.of(2), List.of(2), Arrays.asList((Object) null)));
    for (String onFail : List.of("warn", "drop")) {
      Sink<Dataset<Row>> sink =
          new ExpectSink(
              new ExpectFactory.Options(
                  List.of(
                      new Expectation(
                          Expectation.Check.REFERENCES,
                          List.of("id"),
                          null,
                          null,
                          null,
                          null,
                          List.of(),
                          null,
                          "known",
                          List.of("key"),
                          null,
                          1,
                          onFail.equals("warn") ? Expectation.OnFail.WARN : Expectation.OnFail.DROP,
                          null)),
                  null,
                  QuarantineFactory.Format.JSON));
      TestStageContext<Dataset<Row>> context =
          TestStageContext.<Dataset<Row>>builder("expect")
              .effect(new EffectKey("run", "expect", "f"))
              .build();
      Map<String, Dataset<Row>> inputs = Map.of("input", rows, "known", known);

      Receipt receipt = sink.write(inputs, context);

      assertThat(sink.canReopen(receipt, TestPlanContext.bare())).isTrue();
      assertThat(context.noted("expectations").rows().get(0).get(2)).isEqualTo("1");
      assertThat(frames.column(sink.reopen(receipt, inputs, context), "kind"))
          .containsExactlyInAnyOrderElementsOf(
              onFail.equals("warn")
                  ? Arrays.asList("a", "b", "c", null)
                  : Arrays.asList("b", "c", null));
    }
  }

  @Test
  void noRowsBreakNothingButTheirNumber() {
    HarnessedStage stage =
        expect(
            """
            - { check: not-null, columns: [id] }
            - { check: unique, columns: [id, kind] }
            - { check: aggregate, condition: max(id) > 3 }
            - { check: row-count, min: 1, onFail: warn }
            """);

    stage.write(frames.frame(SCHEMA, List.of()));

    assertThat(table(stage).stream().map(line -> line.get(4)))
        .containsExactly("holds", "holds", "holds", "warns");
  }

  @Test
  void mistakesAreFoundBeforeTheRun() {
    assertThat(
            expect(
                    """
                    - { check: not-null, columns: [gone] }
                    - { check: range, columns: [kind], min: 1 }
                    - { check: domain, columns: [id], values: [one] }
                    - { check: references, columns: [id], input: known }
                    """)
                .problems(SCHEMA))
        .containsExactly(
            "stage.yaml:4:36: [UNKNOWN_COLUMN] the input has no column 'gone'; it has id, x.y,"
                + " kind, day",
            "stage.yaml:5:33: [COLUMN_TYPE] column 'kind' has the type string, and check range"
                + " takes numbers for these bounds",
            "stage.yaml:6:34: [COLUMN_TYPE] column 'id' has the type int, and check domain takes"
                + " simple values, and numbers where the column holds some",
            "stage.yaml:7:43: [UNKNOWN_INPUT] no input is named 'known'; write from: { input: …,"
                + " known: … }");
    Map<String, String> mistakes =
        Map.of(
            "{ check: not-null, columns: [id], min: 1 }",
            "min is not for check not-null",
            "{ check: range, columns: [id] }",
            "check range needs min, max, earliest or latest",
            "{ check: row-count, min: 1, onFail: drop }",
            "check row-count looks at all rows together, so none can be kept back: onFail is fail"
                + " or warn",
            "{ check: not-null, columns: [id], mostly: 0.5, onFail: drop }",
            "mostly is for onFail fail and warn",
            "{ check: sql, condition: 'id >' }",
            "condition 'id >' is no condition in SQL",
            "{ check: matches, columns: [kind], pattern: '(' }",
            "pattern '(' is no regular expression: Unclosed group",
            "{ check: range, columns: [day], latest: soon }",
            "'soon' is no date or time; write 2026-11-20 or 2026-11-20T10:00:00",
            "{ check: not-null, columns: [id], onFail: quarantine }",
            "onFail quarantine needs path, the directory that gets the rows",
            "{ check: unique }",
            "check unique needs columns");
    mistakes.forEach(
        (expectation, mistake) ->
            assertThat(expect("- " + expectation + "\n").problems(SCHEMA))
                .containsExactly(
                    "stage.yaml:2:1: [INVALID_OPTION] expectations[0]: "
                        + mistake
                        + " (stage 'stage')"));
  }
}
