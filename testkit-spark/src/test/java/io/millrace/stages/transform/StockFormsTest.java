package io.millrace.stages.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.StageFactory;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.CastFactory.OnError;
import io.millrace.stages.transform.ImputeOptions.Strategy;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The stock form does what the stage does, in the sessions of others too. */
@ExtendWith(SparkExtension.class)
final class StockFormsTest {
  private static final List<@Nullable String> TEXTS =
      Arrays.asList(
          "1",
          "2.5",
          " ",
          "",
          null,
          "abc",
          "NaN",
          "-Infinity",
          "1e400",
          "99999999999",
          " 7 ",
          "true",
          "2020-02-29",
          "2020-02-30",
          "no 'quote' \\ ${x} é",
          "__THIS__",
          "0x1F",
          "1.005");

  private final SparkTestFrames frames;
  private final SparkSession session;
  private final Path directory;

  StockFormsTest(SparkTestFrames frames, @TempDir Path directory) {
    this.frames = frames;
    this.session = frames.session();
    this.directory = directory;
  }

  /** Another zone, another comparison of names, and the dialect asked for. */
  private SparkSession foreign(boolean ansi) {
    SparkSession foreign = session.newSession();
    foreign.conf().set("spark.sql.ansi.enabled", ansi);
    foreign.conf().set("spark.sql.session.timeZone", "Asia/Kathmandu");
    foreign.conf().set("spark.sql.caseSensitive", false);
    return foreign;
  }

  private PipelineModel reloaded(FittedStage stage) {
    return reloaded(((SparkMlExport) stage.fitted()).sparkMl());
  }

  private PipelineModel reloaded(List<Transformer> stages) {
    try {
      new PipelineModel("stock", stages).write().overwrite().save(directory.toString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return PipelineModel.load(directory.toString());
  }

  private Dataset<Row> in(SparkSession foreign, PipelineModel model, Dataset<Row> frame) {
    SparkSession.setActiveSession(foreign);
    try {
      return model.transform(
          foreign.createDataFrame(frame.collectAsList(), frame.schema()).coalesce(1));
    } finally {
      SparkSession.setActiveSession(session);
    }
  }

  private void assertSameInAnyDialect(FittedStage stage, Dataset<Row> frame) {
    Dataset<Row> ours = stage.apply(frame);
    PipelineModel model = reloaded(stage);
    for (boolean ansi : List.of(true, false)) {
      Dataset<Row> stock = in(foreign(ansi), model, frame);
      assertThat(stock.columns()).containsExactlyInAnyOrder(ours.columns());
      assertThat(frames.rows(Columns.select(stock, List.of(ours.columns()))))
          .isEqualTo(frames.rows(ours));
    }
  }

  /** The same in our dialect; in the other one it fails, saying why. */
  private void assertSameInOurDialect(FittedStage stage, Dataset<Row> frame) {
    Dataset<Row> ours = stage.apply(frame);
    PipelineModel model = reloaded(stage);
    assertThat(frames.rows(in(foreign(true), model, frame))).isEqualTo(frames.rows(ours));
    Throwable failure = catchThrowable(() -> in(foreign(false), model, frame).collectAsList());
    assertThat(failure)
        .hasMessageContaining(
            "This pipeline was trained with spark.sql.ansi.enabled=true: set it so.");
  }

  private static <O extends Record> FittedStage fit(
      StageFactory<Dataset<Row>, O> factory, O options, Dataset<Row> frame) {
    return FittedStage.fit(factory, options, frame);
  }

  @Test
  void castsTextAndNumbersAsTheStageDoes() {
    Map<String, LogicalType> types = new LinkedHashMap<>();
    types.put("a.b", Simple.INT);
    types.put("c d", Simple.LONG);
    types.put("`q`", Simple.DOUBLE);
    types.put("naïve é", Simple.FLOAT);
    types.put("it's \"\\", Simple.BOOLEAN);
    types.put("date", Simple.DATE);
    types.put("decimal", new DecimalOf(5, 2));
    types.put("string", Simple.STRING);
    List<Column> columns = new ArrayList<>();
    types.keySet().forEach(name -> columns.add(Column.nullable(name, Simple.STRING)));
    types.put("number", Simple.INT);
    columns.add(Column.nullable("number", Simple.DOUBLE));
    types.put("digits", Simple.STRING);
    columns.add(Column.nullable("digits", new DecimalOf(20, 10)));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String text : TEXTS) {
      List<@Nullable Object> row = new ArrayList<>();
      types.keySet().forEach(name -> row.add(text));
      row.set(8, rows.isEmpty() ? Double.NaN : rows.size() == 1 ? 1e300 : 0.5 - rows.size());
      row.set(9, new BigDecimal("0.0000000001"));
      rows.add(row);
    }
    Dataset<Row> frame = frames.frame(Schema.of(columns), rows);

    FittedStage stage = fit(new CastFactory(), new CastFactory.Options(types, OnError.NULL), frame);

    assertSameInAnyDialect(stage, frame);
  }

  @Test
  void aCastThatFailsForUsFailsInAnyDialect() {
    Schema schema = Schema.of(Column.nullable("it's a.b", Simple.STRING));
    CastFactory.Options options =
        new CastFactory.Options(Map.of("it's a.b", Simple.DOUBLE), OnError.FAIL);
    Dataset<Row> good = frames.frame(schema, List.of(List.of("1.5"), List.of(" ")));
    FittedStage stage = fit(new CastFactory(), options, good);
    Dataset<Row> bad = frames.frame(schema, List.of(List.of("1.5"), List.of("it's")));

    assertSameInAnyDialect(stage, good);
    for (boolean ansi : List.of(true, false)) {
      Dataset<Row> stock = in(foreign(ansi), reloaded(stage), bad);
      assertThat(catchThrowable(stock::collectAsList))
          .hasMessageContaining("Column 'it's a.b' holds 'it's', which is no double.");
    }
  }

  @Test
  void selectsDropsAndRenamesAsTheStageDoes() {
    Dataset<Row> frame = odd();
    for (SelectFactory.Options options :
        List.of(
            new SelectFactory.Options(List.of("`q` x", "a.b"), null, null),
            new SelectFactory.Options(null, List.of("a.b", "é"), null),
            new SelectFactory.Options(null, null, Map.of("a.b", "`q` x", "`q` x", "a.b")))) {
      assertSameInAnyDialect(fit(new SelectFactory(), options, frame), frame);
    }
  }

  private Dataset<Row> odd() {
    return frames.frame(
        Schema.of(
            Column.nullable("a.b", Simple.STRING),
            Column.nullable("`q` x", Simple.DOUBLE),
            Column.nullable("é", Simple.INT)),
        List.of(
            Arrays.asList("u", 1.5, 1),
            Arrays.asList("", Double.NaN, null),
            Arrays.asList(null, null, 0),
            Arrays.asList("it's", -0.0, 7)));
  }

  @Test
  void whatIsDroppedNeedNotBeThere() {
    Dataset<Row> frame = odd();
    SelectFactory.Options options = new SelectFactory.Options(null, List.of("a.b", "é"), null);
    PipelineModel model = reloaded(fit(new SelectFactory(), options, frame));

    Dataset<Row> stock = in(foreign(true), model, Columns.select(frame, List.of("`q` x", "é")));

    assertThat(stock.columns()).containsExactly("`q` x");
    assertThat(frames.rows(stock)).isEqualTo(frames.rows(Columns.select(frame, List.of("`q` x"))));
  }

  @Test
  void filtersTheSameRows() {
    Dataset<Row> frame = odd();
    FilterFactory.Options options =
        new FilterFactory.Options("`é` / 7 >= 0 OR `a.b` = '' -- or so");

    assertSameInOurDialect(fit(new FilterFactory(), options, frame), frame);
  }

  @Test
  void queriesGiveTheSameRows() {
    Dataset<Row> frame = odd();
    Map<String, LogicalType> schema = new LinkedHashMap<>();
    schema.put("a.b", Simple.STRING);
    schema.put("`q` x", Simple.DOUBLE);
    schema.put("é", Simple.INT);
    schema.put("U.p", Simple.STRING);
    schema.put("n", Simple.INT);
    String query =
        "SELECT input.*, upper(`a.b`) AS `U.p`, coalesce(`é`, 0) + 1 AS n FROM input"
            + " WHERE ```q`` x` IS NULL OR `é` > 0;";

    FittedStage stage = fit(new SqlFactory(), new SqlFactory.Options(query, schema), frame);

    assertSameInOurDialect(stage, frame);
  }

  @Test
  void fillsAllTypesAsTheStageDoes() {
    Schema schema =
        Schema.of(
            Column.nullable("s.t", Simple.STRING),
            Column.nullable("b", Simple.BOOLEAN),
            Column.nullable("d", Simple.DATE),
            Column.nullable("l", Simple.LONG),
            Column.nullable("f", Simple.FLOAT),
            Column.nullable("`m` m", new DecimalOf(20, 2)),
            Column.nullable("x", Simple.DOUBLE));
    LocalDate day = LocalDate.parse("2020-01-01");
    BigDecimal large = new BigDecimal("123456789012345678.91");
    Dataset<Row> frame =
        frames.frame(
            schema,
            List.of(
                Arrays.asList("it's \\ ${x}", true, day, Long.MAX_VALUE, 0.1f, large, 1.5),
                Arrays.asList("it's \\ ${x}", true, day, Long.MAX_VALUE, 0.1f, large, Double.NaN),
                Arrays.asList("", false, null, Long.MIN_VALUE, Float.NaN, null, -0.0),
                Arrays.asList(null, null, null, null, null, null, null)));
    List<String> numbers = List.of("l", "f", "`m` m", "x");

    for (ImputeOptions options :
        List.of(
            new ImputeOptions(schema.names(), Strategy.MODE, null, "_was.missing", 0),
            new ImputeOptions(numbers, Strategy.CONSTANT, "-7", null, 0),
            new ImputeOptions(List.of("s.t"), Strategy.CONSTANT, "__THIS__ isn't", null, 0),
            new ImputeOptions(List.of("f", "x"), Strategy.MEAN, null, null, 0))) {
      assertSameInAnyDialect(fit(new ImputeFactory(), options, frame), frame);
    }
  }

  private static Optional<String> obstacle(io.millrace.api.Stage<Dataset<Row>> stage) {
    Schema input =
        Schema.of(
            Column.nullable("t", Simple.TIMESTAMP),
            Column.nullable("s", Simple.STRING),
            Column.nullable("day", Simple.DATE),
            Column.nullable("__THIS__", Simple.STRING));
    return ((Exportable) stage).obstacle(ExportForm.SPARK_ML, input);
  }

  private static Optional<String> ofCondition(String where) {
    return obstacle(new FilterFactory().create(new FilterFactory.Options(where)));
  }

  private static Optional<String> ofCast(String column, LogicalType type) {
    return obstacle(
        new CastFactory().create(new CastFactory.Options(Map.of(column, type), OnError.NULL)));
  }

  @Test
  void whatDependsOnTheSessionIsRefused() {
    assertThat(ofCondition("day < current_date()"))
        .contains("what 'current_date' gives depends on the session");
    assertThat(ofCondition("day < current_date"))
        .contains("what 'current_date' gives depends on the session");
    assertThat(ofCondition("hour(s) > 3")).contains("what 'hour' gives depends on the session");
    assertThat(ofCondition("s = current_user()"))
        .contains("what 'current_user' gives depends on the session");
    assertThat(ofCondition("mine(s)")).contains("'mine' is no function of Spark's own");
    assertThat(ofCondition("t IS NOT NULL AND s > '2020'"))
        .contains("what it makes of the time 't' depends on the session's time zone");
    assertThat(ofCondition("CAST(s AS timestamp) IS NULL"))
        .contains("how it reads a time depends on the session's time zone");
    assertThat(ofCondition("s < TIMESTAMP '2020-01-01 00:00:00'"))
        .contains("how it reads a time depends on the session's time zone");
    assertThat(ofCondition("s = '${spark.app.name}'"))
        .contains("Spark ML would replace the ${ in 's = '${spark.app.name}''");
    assertThat(ofCondition("year(day) > 2000 AND length(s) > 1")).isEmpty();
  }

  @Test
  void aCastThatAsksForTheTimeZoneIsRefused() {
    String told = "how a time in '%s' is read and written depends on the session's time zone";
    assertThat(ofCast("s", Simple.TIMESTAMP)).contains(told.formatted("s"));
    assertThat(ofCast("t", Simple.STRING)).contains(told.formatted("t"));
    assertThat(ofCast("t", Simple.DATE)).contains(told.formatted("t"));
    assertThat(ofCast("t", Simple.LONG)).isEmpty();
    assertThat(ofCast("s", Simple.DATE)).isEmpty();
  }

  @Test
  void aNameThatSparkMlWouldReplaceIsRefused() {
    String told = "Spark ML would replace the __THIS__ in '__THIS__'";
    assertThat(ofCast("__THIS__", Simple.INT)).contains(told);
    assertThat(
            obstacle(
                new SelectFactory()
                    .create(new SelectFactory.Options(List.of("__THIS__"), null, null))))
        .contains(told);
    assertThat(
            obstacle(
                new ImputeFactory()
                    .create(new ImputeOptions(List.of("__THIS__"), Strategy.MODE, null, null, 0))))
        .contains(told);
  }
}
