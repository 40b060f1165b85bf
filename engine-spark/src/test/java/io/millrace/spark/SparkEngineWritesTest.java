package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Format;
import io.millrace.api.output.Output.Mode;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  private static final FileOutputWriter WRITER = new FileOutputWriter();

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
            () ->
                WRITER.write(
                    failing, output("w.parquet", Mode.OVERWRITE), new EffectKey("a", "s", "f")))
        .isNotNull();
    assertThat(names(directory)).isEmpty();
  }

  /** Held between the two renames, as a file system that dies there leaves it. */
  @Test
  void whatAProcessLeftBetweenItsRenamesIsBroughtToAnEnd() throws IOException {
    Output place = output("w.parquet", Mode.OVERWRITE);
    WRITER.write(EngineFrames.frame(engine).limit(1), place, key("old"));
    Path target = directory.resolve("w.parquet");
    Path old = Files.move(target, directory.resolve(".w.parquet.1234abcd.one.old"));
    assertThat(WRITER.find(place, key("new"))).isEmpty();
    assertThat(WRITER.find(place, key("old"))).isPresent();
    assertThat(names(directory)).containsExactly("w.parquet");

    Files.move(target, old);
    WRITER.write(EngineFrames.frame(engine), place, key("new"));
    assertThat(names(directory)).containsExactly("w.parquet");
    Path fresh = Files.move(target, directory.resolve(".w.parquet.1234abcd.one.new"));
    Files.createDirectory(old);
    assertThat(WRITER.find(place, key("new"))).isPresent();
    assertThat(names(directory)).containsExactly("w.parquet");

    Files.move(target, fresh);
    Files.createDirectory(old);
    Files.writeString(old.resolve("part.parquet"), "");
    Files.delete(fresh.resolve("_millrace_job.json"));
    assertThat(WRITER.find(place, key("new"))).isEmpty();
    assertThat(target.resolve("part.parquet")).exists();
  }

  private static List<String> names(Path parent) {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Output output(String name, Mode mode) {
    return Output.path(directory.resolve(name).toString(), mode);
  }

  private static EffectKey key(String job) {
    return new EffectKey(job, "score", "content-" + job);
  }

  @Test
  void everyFormatKeepsTheValues() {
    for (String format : List.of("parquet", "json")) {
      Output target = output("rows." + format, Mode.CREATE);
      WRITER.write(EngineFrames.frame(engine), target, key("a"));
      Dataset<Row> back = engine.session().read().format(format).load(target.path());
      assertThat(back.select("v").collectAsList().stream().map(RowValues::plain))
          .as(format)
          .containsExactlyElementsOf(
              EngineFrames.ROWS.stream().map(row -> Arrays.asList(row.get(2))).toList());
    }
  }

  @Test
  void csvGetsOneColumnASlotAndNestedValuesAsJson() throws Exception {
    Path target = directory.resolve("csv");

    WRITER.write(
        EngineFrames.frame(engine),
        new Output(
            target.toString(),
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            Format.CSV,
            Mode.CREATE,
            List.of(),
            null),
        key("a"));

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
  void whatAKilledJobLeftIsRemovedAndWhatItReplacedComesBackFirst() throws Exception {
    Output target = output("out.parquet", Mode.OVERWRITE);
    WRITER.write(EngineFrames.numbers(engine, 3, 1), target, key("a"));
    Path fresh = leftover(directory.resolve("fresh.parquet"), "b", ".new");
    Path old = leftover(directory.resolve("out.parquet"), "b", ".old");

    assertThatThrownBy(
            () ->
                WRITER.write(
                    EngineFrames.numbers(engine, 5, 1)
                        .filter(functions.raise_error(functions.lit("boom")).isNull()),
                    target,
                    key("b")))
        .isNotNull();

    assertThat(fresh).exists();
    assertThat(old).doesNotExist();
    assertThat(engine.session().read().parquet(target.path()).count()).isEqualTo(3);
    WRITER.write(EngineFrames.numbers(engine, 5, 1), target, key("b"));
    assertThat(engine.session().read().parquet(target.path()).count()).isEqualTo(5);
    assertThat(WRITER.find(target, key("a"))).isEmpty();
    assertThat(WRITER.find(target, key("b"))).isPresent();
  }

  /** As a process leaves it that is killed: beside the target, under the job's own name. */
  private static Path leftover(Path of, String job, String role) throws IOException {
    UUID name = UUID.nameUUIDFromBytes((job + "/score").getBytes(StandardCharsets.UTF_8));
    Path left =
        of.resolveSibling(
            "." + of.getFileName() + "." + name.toString().substring(0, 8) + ".killed" + role);
    return Files.exists(of) ? Files.move(of, left) : Files.createDirectory(left);
  }
}
