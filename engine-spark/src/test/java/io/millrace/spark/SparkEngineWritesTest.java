package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an engine writes, and reads back. */
@ExtendWith(SharedEngine.class)
final class SparkEngineWritesTest {
  @TempDir private Path directory;
  private final SparkEngine engine;

  SparkEngineWritesTest(SparkEngine engine) {
    this.engine = engine;
  }

  @Test
  void checkpointsComeBackWithRowsTypesAndTheMetadataOfColumns() {
    Path checkpoint = directory.resolve("deep/one");

    engine.writeCheckpoint(EngineFrames.frame(engine), checkpoint);
    engine.writeCheckpoint(EngineFrames.frame(engine), checkpoint);
    Dataset<Row> back = engine.readCheckpoint(checkpoint);

    assertThat(engine.head(back, 10)).isEqualTo(EngineFrames.ROWS);
    assertThat(engine.schema(back)).isEqualTo(EngineFrames.SCHEMA);
    assertThat(back.schema().apply("v").metadata())
        .isEqualTo(EngineFrames.frame(engine).schema().apply("v").metadata());
    assertThat(names(directory.resolve("deep"))).containsExactly("one");
  }

  @Test
  void aFailedWriteLeavesNothing() {
    Dataset<Row> failing =
        EngineFrames.frame(engine)
            .withColumn(
                "x",
                functions.when(
                    Columns.col("v").isNull(), functions.raise_error(functions.lit("boom"))));

    assertThatThrownBy(() -> engine.writeCheckpoint(failing, directory.resolve("c"))).isNotNull();
    assertThatThrownBy(
            () -> engine.write(failing, directory.resolve("w").toString(), "parquet", true))
        .isNotNull();
    assertThat(names(directory)).isEmpty();
  }

  private static List<String> names(Path parent) {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyFormatKeepsTheValues() throws Exception {
    for (String format : List.of("parquet", "json", "delta")) {
      String target = directory.resolve(format).toString();
      Dataset<Row> written =
          format.equals("delta")
              ? engine.select(EngineFrames.frame(engine), List.of("v", "list"))
              : EngineFrames.frame(engine);
      engine.write(written, target, format, false);
      Dataset<Row> back = engine.session().read().format(format).load(target);
      assertThat(back.select("v").collectAsList().stream().map(RowValues::plain))
          .as(format)
          .containsExactlyElementsOf(
              EngineFrames.ROWS.stream().map(row -> Arrays.asList(row.get(2))).toList());
    }
  }

  @Test
  void csvGetsOneColumnASlotAndNestedValuesAsJson() throws Exception {
    Path target = directory.resolve("csv");

    engine.write(EngineFrames.frame(engine), target.toString(), "csv", false);

    Path file;
    try (Stream<Path> files = Files.list(target)) {
      file = files.filter(f -> f.toString().endsWith(".csv")).findFirst().orElseThrow();
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "\"a.b `c`, {d}=\",\"ünï \"\"q\"\"\",v_0,v_1,list",
            "1,x,0.0,1.5,\"[1,2]\"",
            "2,\"y,\"\"z\"\"\",2.0,0.0,[]",
            "3,,,,");
  }

  @Test
  void whatLiesThereIsReplacedOnlyIfAllowed() {
    String target = directory.resolve("out").toString();
    engine.write(EngineFrames.numbers(engine, 3, 1), target, "parquet", false);

    assertThatThrownBy(
            () -> engine.write(EngineFrames.numbers(engine, 5, 1), target, "parquet", false))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "'file:"
                + target
                + "' is there already; name another place, or allow it to be overwritten.");
    engine.write(EngineFrames.numbers(engine, 5, 1), target, "parquet", true);

    assertThat(engine.session().read().parquet(target).count()).isEqualTo(5);
    assertThat(names(directory)).containsExactly("out");
  }

  @Test
  void aFormatThatNobodyWritesIsRefused() {
    assertThatThrownBy(
            () ->
                engine.write(
                    EngineFrames.frame(engine), directory.resolve("o").toString(), "xls", false))
        .isInstanceOf(MillraceException.class)
        .hasMessage("'xls' is no format to write; formats are csv, delta, json and parquet.");
  }
}
