package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.output.OutputWriter;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.FileOutputWriter;
import io.millrace.stages.ingest.jdbc.JdbcOutputWriter;
import io.millrace.storage.delta.DeltaOutputWriter;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.OutputWriterContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What writers for users keep to, each on a real place. */
@ExtendWith(SparkExtension.class)
final class OutputWritersTest {
  private static final Schema DAYS =
      Schema.of(Column.nullable("day", Simple.STRING), Column.nullable("a b", Simple.LONG));

  private final SparkTestFrames frames;
  @TempDir private Path directory;

  OutputWritersTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private static EffectKey key(String job) {
    return new EffectKey(job, "score", "content-" + job);
  }

  private Dataset<Row> days(@Nullable Object... values) {
    List<List<@Nullable Object>> rows = new java.util.ArrayList<>();
    for (int i = 0; i < values.length; i += 2) {
      rows.add(Arrays.asList(values[i], values[i + 1]));
    }
    return frames.frame(DAYS, rows);
  }

  private abstract class OnSpark extends OutputWriterContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected List<List<@Nullable Object>> rows(Output place) {
      return frames.rows(frames.session().read().format(place.kind()).load(place.path()));
    }
  }

  @Nested
  final class Files extends OnSpark {
    @Override
    protected OutputWriter<Dataset<Row>> writer() {
      return new FileOutputWriter();
    }

    @Override
    protected Output place(Mode mode) {
      return Output.path(directory.resolve("scores.parquet").toString(), mode);
    }

    @Override
    protected boolean isTable() {
      return false;
    }
  }

  @Nested
  final class Delta extends OnSpark {
    @Override
    protected OutputWriter<Dataset<Row>> writer() {
      return new DeltaOutputWriter();
    }

    @Override
    protected Output place(Mode mode) {
      return Output.path(directory.resolve("scores").toString(), mode);
    }

    @Test
    void theRowsOfAConditionAreReplacedAndNoOthers() {
      Output table = place(Mode.CREATE);
      Output first = table.replacing("day = '1'");
      writer().write(days("1", 1L, "1", 2L), first, key("a"));
      writer().write(days("2", 3L), table.replacing("day = '2'"), key("b"));
      writer().write(days("1", 9L), first, key("c"));

      assertThat(rows(table)).containsExactlyInAnyOrder(List.of("1", 9L), List.of("2", 3L));
      assertThat(writer().find(first, key("a")).orElseThrow().facts())
          .containsEntry("version", "0");
      assertThatThrownBy(() -> writer().write(days("2", 3L), first, key("d")))
          .isInstanceOf(MillraceException.class)
          .hasMessage(
              "Rows lie outside of the condition \"day = '1'\" that says which rows they replace;"
                  + " nothing was written to "
                  + table.path()
                  + ". Correct replace, or filter the input.");
      assertThatThrownBy(() -> writer().write(days("2", 3L), table.replacing("dy = '1'"), key("d")))
          .isInstanceOf(MillraceException.class)
          .hasMessageStartingWith("replace: 'dy = '1'' is no condition on the columns that are");
      assertThat(rows(table)).hasSize(2);
    }

    @Test
    void rowsOfOtherColumnsAreAddedToNoTableButMayTakeItsPlace() {
      writer().write(days("1", 1L), place(Mode.CREATE), key("a"));
      Dataset<Row> other = days("1", 1L).withColumnRenamed("day", "night");

      assertThatThrownBy(() -> writer().write(other, place(Mode.APPEND), key("b")))
          .isInstanceOf(MillraceException.class)
          .hasMessage(
              "The frame does not have the schema of the Delta table: new columns 'night' string;"
                  + " missing columns 'day' string; overwrite the table, or write to another one.");
      writer().write(other, place(Mode.OVERWRITE), key("c"));

      assertThat(rows(place(Mode.CREATE))).containsExactly(List.of("1", 1L));
    }
  }

  @Nested
  final class Jdbc extends OnSpark {
    @Override
    protected OutputWriter<Dataset<Row>> writer() {
      return new JdbcOutputWriter();
    }

    private String url() {
      return "jdbc:sqlite:" + directory.resolve("shop.db");
    }

    @Override
    protected Output place(Mode mode) {
      return Output.table(url(), "scores", mode);
    }

    @Override
    protected List<List<@Nullable Object>> rows(Output place) {
      return frames.rows(
          frames
              .session()
              .read()
              .jdbc(url(), "scores", new java.util.Properties())
              .selectExpr("*"));
    }

    @Test
    void nothingIsLeftBesideTheTableAndTheJobs() throws SQLException {
      writer().write(days("1", 1L), place(Mode.CREATE), key("a"));

      try (Connection connection = DriverManager.getConnection(url());
          Statement statement = connection.createStatement();
          var found =
              statement.executeQuery(
                  "SELECT group_concat(name) FROM (SELECT name FROM sqlite_master"
                      + " WHERE type = 'table' ORDER BY name)")) {
        assertThat(found.getString(1)).isEqualTo("millrace_jobs,scores");
      }
    }

    @Test
    void aTableThatLacksAColumnAndAKeyThatIsMissingAreRefused() {
      writer().write(days("1", 1L), place(Mode.CREATE), key("a"));
      Output merge = place(Mode.CREATE).mergedOn(List.of("day"));

      assertThatThrownBy(
              () ->
                  writer()
                      .write(
                          days("1", 1L).withColumnRenamed("day", "night"),
                          place(Mode.APPEND),
                          key("b")))
          .isInstanceOf(MillraceException.class)
          .hasMessage(
              "The table 'scores' has no columns for night; add them, or write to another table.");
      assertThatThrownBy(() -> writer().write(days(null, 1L), merge, key("b")))
          .isInstanceOf(MillraceException.class)
          .hasMessage(
              "1 rows have no key (day); nothing was written to 'scores' of '"
                  + url()
                  + "'; drop those rows or correct keys.");
      assertThat(rows(merge)).containsExactly(List.of("1", 1L));
    }
  }
}
