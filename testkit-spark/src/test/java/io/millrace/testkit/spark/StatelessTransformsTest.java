package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.ColumnUse;
import io.millrace.api.Stage;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.SparkEngine;
import io.millrace.stages.transform.CastFactory;
import io.millrace.stages.transform.FilterFactory;
import io.millrace.stages.transform.SelectFactory;
import io.millrace.stages.transform.SqlFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class StatelessTransformsTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("a.b", Simple.STRING),
          Column.nullable("`q` \"x\"", Simple.STRING),
          Column.nullable("n", Simple.INT));

  private final SparkTestFrames frames;
  private final Dataset<Row> frame;
  private final ReportedProblems problems = new ReportedProblems();

  StatelessTransformsTest(SparkTestFrames frames) {
    this.frames = frames;
    frame =
        frames.frame(
            SCHEMA,
            List.of(
                Arrays.asList("1", "u", 1),
                Arrays.asList(" ", "v", 2),
                Arrays.asList("2.5", null, null)));
  }

  private static Stage<Dataset<Row>> select(
      @Nullable List<String> columns,
      @Nullable List<String> drop,
      @Nullable Map<String, String> rename) {
    return new SelectFactory().create(new SelectFactory.Options(columns, drop, rename));
  }

  private static Stage<Dataset<Row>> cast(
      Map<String, LogicalType> columns, CastFactory.OnError onError) {
    return new CastFactory().create(new CastFactory.Options(columns, onError));
  }

  private static Stage<Dataset<Row>> filter(String where) {
    return new FilterFactory().create(new FilterFactory.Options(where));
  }

  private static Stage<Dataset<Row>> sql(String query, @Nullable Map<String, LogicalType> schema) {
    return new SqlFactory().create(new SqlFactory.Options(query, schema));
  }

  /** The planned schema, which must be that of the frame. */
  private Schema planned(Stage<Dataset<Row>> stage) {
    Schema planned = SparkStages.transformer(stage).schema(SCHEMA, problems);
    assertThat(problems.texts()).isEmpty();
    assertThat(frames.schema(SparkStages.apply(stage, frame))).isEqualTo(planned);
    return planned;
  }

  @Test
  void selectKeepsDropsOrRenames() {
    assertThat(planned(select(List.of("n", "a.b"), null, null)).names())
        .containsExactly("n", "a.b");
    assertThat(planned(select(null, List.of("a.b", "n"), null)).names())
        .containsExactly("`q` \"x\"");
    assertThat(planned(select(null, null, Map.of("a.b", "c.d", "n", "a.b"))).names())
        .containsExactly("c.d", "`q` \"x\"", "a.b");
    assertThat(SparkStages.transformer(select(null, List.of("n"), null)).reads(SCHEMA))
        .isEqualTo(ColumnUse.of(List.of()));
  }

  @Test
  void selectReportsNamesThatWouldClash() {
    SparkStages.transformer(select(null, null, Map.of("a.b", "n"))).schema(SCHEMA, problems);

    assertThat(problems.texts())
        .containsExactly(
            "rename: [DUPLICATE_COLUMN] two columns would be named 'n'; drop one of them before");
  }

  @Test
  void castChangesTypesAndTakesBlankTextForMissing() {
    Stage<Dataset<Row>> stage =
        cast(Map.of("a.b", Simple.DOUBLE, "n", Simple.STRING), CastFactory.OnError.FAIL);

    planned(stage);

    assertThat(frames.rows(SparkStages.apply(stage, frame)))
        .containsExactly(
            Arrays.asList(1.0, "u", "1"),
            Arrays.asList(null, "v", "2"),
            Arrays.asList(2.5, null, null));
  }

  @Test
  void castFailsWithTheCountAndTheFirstValueOrMakesThemMissing() {
    Dataset<Row> failing =
        SparkStages.apply(cast(Map.of("`q` \"x\"", Simple.INT), CastFactory.OnError.FAIL), frame);
    try (SparkEngine engine = SparkEngine.on(frames.session())) {
      MillraceException explained = engine.explain(catchThrowable(failing::collectAsList));
      assertThat(explained)
          .hasMessage(
              "Column '`q` \"x\"' holds 2 values that are no int, the first of them 'u'; correct"
                  + " the data, or set onError: null.");
      assertThat(explained.code()).isEqualTo(StandardError.BAD_RECORD);
    }
    assertThat(
            frames.column(
                SparkStages.apply(cast(Map.of("a.b", Simple.INT), CastFactory.OnError.NULL), frame),
                "a.b"))
        .containsExactly(1, null, null);
  }

  @Test
  void castReportsTypesThatNothingTurnsInto() {
    SparkStages.transformer(
            cast(Map.of("n", LogicalType.parse("array<int>")), CastFactory.OnError.FAIL))
        .schema(SCHEMA, problems);

    assertThat(problems.texts())
        .containsExactly("columns.n: [COLUMN_TYPE] int can't become array<int>");
  }

  @Test
  void filterKeepsTheRowsForWhichTheConditionIsTrue() {
    Stage<Dataset<Row>> stage = filter("`a.b` IS NOT NULL AND n < 2");

    assertThat(planned(stage)).isEqualTo(SCHEMA);
    assertThat(frames.column(SparkStages.apply(stage, frame), "n")).containsExactly(1);
    assertThat(SparkStages.transformer(stage).reads(SCHEMA))
        .isEqualTo(ColumnUse.of(List.of("a.b", "n")));
  }

  @Test
  void conditionsAreCheckedWithoutASession() {
    SparkStages.transformer(filter("m > 1 AND N = 2")).schema(SCHEMA, problems);
    assertThat(problems.texts())
        .containsExactly(
            "where: [UNKNOWN_COLUMN] the input has no column 'm'; it has a.b, `q` \"x\", n",
            "where: [UNKNOWN_COLUMN] the input has no column 'N'; it has a.b, `q` \"x\", n");
    assertThatThrownBy(() -> filter("n >"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("where: Syntax error at or near end of input.");
    assertThatThrownBy(() -> filter("sum(n) > 3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("where: a condition may hold no aggregate, window function or subquery");
  }

  @Test
  void sqlGivesWhatTheQueryComputes() {
    Map<String, LogicalType> schema = Map.of("m", Simple.INT);
    Stage<Dataset<Row>> stage = sql("SELECT n * 2 AS m FROM input WHERE n > 1", schema);

    planned(stage);

    assertThat(frames.column(SparkStages.apply(stage, frame), "m")).containsExactly(4);
    assertThat(SparkStages.transformer(stage).reads(SCHEMA)).isEqualTo(ColumnUse.of(List.of("n")));
    assertThat(SparkStages.transformer(sql("SELECT * FROM input", null)).schema(SCHEMA, problems))
        .isEqualTo(Schema.unknown());
    assertThat(frames.session().catalog().tableExists("input")).isFalse();
  }

  @Test
  void sqlKnowsWhetherItWorksRowByRow() {
    List<String> rowWise =
        List.of("SELECT *, upper(n) AS u FROM input", "SELECT i.n FROM input i WHERE n > 1");
    List<String> other =
        List.of(
            "SELECT avg(n) FROM input",
            "SELECT n FROM input ORDER BY n LIMIT 1",
            "SELECT n, row_number() OVER (ORDER BY n) FROM input",
            "SELECT DISTINCT n FROM input",
            "SELECT n FROM input WHERE n > (SELECT avg(n) FROM input)",
            "SELECT n, rand() FROM input",
            "WITH t AS (SELECT n FROM input) SELECT count(*) FROM t");

    assertThat(rowWise)
        .allSatisfy(q -> assertThat(SparkStages.transformer(sql(q, null)).isRowWise()).isTrue());
    assertThat(other)
        .allSatisfy(q -> assertThat(SparkStages.transformer(sql(q, null)).isRowWise()).isFalse());
  }

  @Test
  void sqlRefusesWhatIsNoQueryOfItsInputOrGivesOtherColumns() {
    assertThatThrownBy(() -> sql("SELECT 1 AS x", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("query: it reads nothing FROM input, the name of the frame that comes in");
    assertThatThrownBy(() -> sql("DROP TABLE input", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("query: it must be a SELECT");
    assertThatThrownBy(
            () -> SparkStages.apply(sql("SELECT n FROM input", Map.of("n", Simple.STRING)), frame))
        .isInstanceOf(MillraceException.class)
        .hasMessage("The query gives (n int), but schema: says (n string).");
  }
}
