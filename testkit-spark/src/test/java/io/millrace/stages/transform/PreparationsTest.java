package io.millrace.stages.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.CleanTextOptions.Letters;
import io.millrace.stages.transform.DatePartsOptions.Part;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class PreparationsTest {
  private static final String ODD = "a.b `c` d'é";
  private static final Schema VALUES =
      Schema.of(
          Column.nullable(ODD, Simple.DOUBLE),
          Column.nullable("i", Simple.INT),
          Column.nullable("s", Simple.STRING),
          Column.nullable("b", Simple.BOOLEAN),
          Column.nullable("d", Simple.DATE));

  private final SparkTestFrames frames;

  PreparationsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private <O extends Record> FittedStage stage(Class<O> type, O options, Dataset<Row> frame) {
    return FittedStage.fit(BuiltIn.stage(type), options, frame);
  }

  private static Map<String, String> map(String... entries) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(entries[i], entries[i + 1]);
    }
    return map;
  }

  @Test
  void eachColumnIsFilledWithItsConstantHereAndInStockSparkMl() {
    Dataset<Row> frame =
        frames.frame(
            VALUES,
            List.of(
                Arrays.asList(Double.NaN, null, null, null, null),
                Arrays.asList(null, 7, "x", true, LocalDate.parse("2020-02-02")),
                Arrays.asList(1.5, 8, "", false, LocalDate.parse("2020-02-03"))));
    FillOptions options =
        new FillOptions(
            map(ODD, "-2.5", "i", "0", "s", "it's \\ ${x}", "b", "true", "d", "1999-12-31"));

    FittedStage stage = stage(FillOptions.class, options, frame);

    List<List<@Nullable Object>> expected =
        List.of(
            Arrays.asList(-2.5, 0, "it's \\ ${x}", true, LocalDate.parse("1999-12-31")),
            Arrays.asList(-2.5, 7, "x", true, LocalDate.parse("2020-02-02")),
            Arrays.asList(1.5, 8, "", false, LocalDate.parse("2020-02-03")));
    assertThat(frames.rows(stage.apply(frame))).isEqualTo(expected);
    assertThat(frames.rows(stage.applyStock(frame))).isEqualTo(expected);
    assertThat(frames.rows(stage.apply(frame.limit(0)))).isEmpty();
  }

  @Test
  void aFillThatStockSparkMlWouldDoOtherwiseIsNotExported() {
    Schema schema =
        Schema.of(
            Column.nullable("s", Simple.STRING),
            Column.nullable("n", Simple.DOUBLE),
            Column.nullable("m", new DecimalOf(6, 2)));

    assertThat(fillObstacle(map("n", "0"), schema)).isNull();
    assertThat(fillObstacle(map("s", "0"), schema))
        .isEqualTo("Spark ML's statement would make another type of column 's'");
    assertThat(fillObstacle(map("m", "0.5"), schema))
        .isEqualTo("Spark ML's statement would make another type of column 'm'");
    assertThat(fillObstacle(map("n", "0"), Schema.unknown()))
        .isEqualTo("the columns that it gets are not known before the run");
  }

  private static @Nullable String fillObstacle(Map<String, String> values, Schema schema) {
    return ((Exportable) BuiltIn.stage(FillOptions.class).create(new FillOptions(values)))
        .obstacle(ExportForm.SPARK_ML, schema)
        .orElse(null);
  }

  @Test
  void decimalsKeepTheirType() {
    Dataset<Row> frame =
        frames.frame(
            Schema.of(Column.nullable("m", new DecimalOf(6, 2))),
            List.of(Arrays.asList((Object) null)));

    assertThat(
            frames.column(
                stage(FillOptions.class, new FillOptions(map("m", "0.5")), frame).apply(frame),
                "m"))
        .containsExactly(new BigDecimal("0.50"));
  }

  @Test
  void valuesAndTypesThatDontFitAreReportedBeforeTheRun(StageHarness harness) {
    assertThat(
            harness
                .stage("use: transform/fill\nwith: { columns: { i: \"2.5\", d: soon } }")
                .problems(VALUES))
        .containsExactlyInAnyOrder(
            "stage.yaml:2:20: [WRONG_TYPE] '2.5' is no int, which column 'i' holds",
            "stage.yaml:2:30: [WRONG_TYPE] 'soon' is no date, which column 'd' holds");
    assertThat(
            harness.stage("use: transform/clean-text\nwith: { columns: [s, i] }").problems(VALUES))
        .containsExactly(
            "stage.yaml:2:22: [COLUMN_TYPE] column 'i' has the type int, and only texts can be"
                + " cleaned: cast it before");
    assertThat(
            harness
                .stage("use: transform/date-parts\nwith: { columns: [d], parts: [hour] }")
                .problems(VALUES))
        .containsExactly(
            "stage.yaml:2:30: [COLUMN_TYPE] column 'd' has the type date, which has no hour");
  }

  @Test
  void textsAreCleanedStepByStepHereAndInStockSparkMl() {
    Schema schema =
        Schema.of(Column.nullable(ODD, Simple.STRING), Column.nullable("s", Simple.STRING));
    Dataset<Row> frame =
        frames.frame(
            schema,
            List.of(
                Arrays.asList("\u00a0 Ça\tva,  Zoë e\u0301? \n", "no. 42/7"),
                Arrays.asList("Й ß Łódź O'Neil", "none"),
                Arrays.asList(" \t ", ""),
                Arrays.asList(null, null)));
    CleanTextOptions letters =
        new CleanTextOptions(
            List.of(ODD),
            List.of("clean.`er`"),
            true,
            Letters.LOWER,
            map("'", "", "(?<word>neil|va)", "<$1>"),
            null,
            true,
            true,
            true);
    CleanTextOptions number =
        new CleanTextOptions(
            List.of("s"), null, false, Letters.KEEP, Map.of(), "(\\d+)/", false, false, false);

    FittedStage cleaned = stage(CleanTextOptions.class, letters, frame);
    FittedStage extracted = stage(CleanTextOptions.class, number, frame);

    // In ł the stroke is no accent of Unicode, in й the breve makes another letter.
    assertThat(frames.column(cleaned.apply(frame), "clean.`er`"))
        .containsExactly("ca <va>, zoe e?", "й ß łodz o<neil>", null, null);
    assertThat(frames.column(cleaned.apply(frame), ODD)).isEqualTo(frames.column(frame, ODD));
    assertThat(frames.column(extracted.apply(frame), "s")).containsExactly("42", null, null, null);
    assertThat(frames.rows(cleaned.applyStock(frame))).isEqualTo(frames.rows(cleaned.apply(frame)));
    assertThat(frames.rows(extracted.applyStock(frame)))
        .isEqualTo(frames.rows(extracted.apply(frame)));
  }

  @Test
  void patternsAreReadBeforeTheRun() {
    assertThatThrownBy(() -> clean(map("(", ""), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("replace: '(' is no regular expression: Unclosed group");
    assertThatThrownBy(() -> clean(map("a", "$1"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "replace: '$1' is no replacement for 'a': write \\$ for a dollar sign, $1 for a group");
    assertThatThrownBy(() -> clean(map(), "[a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("extract: '[a' is no regular expression: Unclosed character class");
  }

  private static Object clean(Map<String, String> replace, @Nullable String extract) {
    return BuiltIn.stage(CleanTextOptions.class)
        .create(
            new CleanTextOptions(
                List.of("s"), null, false, Letters.KEEP, replace, extract, false, true, false));
  }

  @Test
  void datesAndTimesHaveParts() {
    Schema schema =
        Schema.of(Column.nullable("the.day", Simple.DATE), Column.nullable("t", Simple.TIMESTAMP));
    Dataset<Row> frame =
        frames.frame(
            schema,
            List.of(
                Arrays.asList(LocalDate.parse("2021-01-03"), null),
                Arrays.asList(LocalDate.parse("1969-12-31"), Instant.parse("2026-11-20T00:00:07Z")),
                Arrays.asList(null, null)));
    List<Part> ofDays =
        Arrays.stream(Part.values()).filter(part -> part != Part.HOUR).toList().subList(0, 9);
    FittedStage days =
        stage(DatePartsOptions.class, new DatePartsOptions(List.of("the.day"), ofDays), frame);
    FittedStage times =
        stage(
            DatePartsOptions.class,
            new DatePartsOptions(List.of("t"), List.of(Part.SECOND, Part.WEEKEND)),
            frame);

    List<List<@Nullable Object>> parts =
        frames.rows(days.apply(frame)).stream().map(row -> row.subList(2, 11)).toList();

    // A Sunday in the last week of 2020 as ISO 8601 counts; year, quarter … as java.time has them.
    assertThat(parts.get(0)).isEqualTo(List.of(2021, 1, 1, 53, 3, 7, 3, 1, 18630));
    assertThat(parts.get(1)).isEqualTo(List.of(1969, 4, 12, 1, 31, 3, 365, 0, -1));
    assertThat(parts.get(2)).containsOnlyNulls();
    assertThat(frames.column(times.apply(frame), "t_second")).containsExactly(null, 7, null);
    assertThat(frames.column(days.apply(frame), "the.day_day_of_week")).containsExactly(7, 3, null);
    assertThat(frames.rows(days.applyStock(frame))).isEqualTo(frames.rows(days.apply(frame)));
    assertThat(((Exportable) times.stage()).obstacle(ExportForm.SPARK_ML, schema))
        .contains("the parts of the time 't' depend on the session's time zone");
  }
}
