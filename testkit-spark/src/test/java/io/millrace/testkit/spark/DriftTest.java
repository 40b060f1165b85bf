package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.stages.ingest.OnDrift;
import io.millrace.testkit.contract.TestStageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose columns differ, in the formats that name them in a footer or header. */
@ExtendWith(SparkExtension.class)
final class DriftTest {
  private static final String FIRST = "SELECT 1 AS id, 'x' AS name, CAST(1.5 AS FLOAT) AS paid";
  private static final String SECOND =
      "SELECT 2L AS id, CAST(2.5 AS FLOAT) AS paid, TRUE AS newOne";

  @TempDir Path directory;
  private final SparkTestFrames frames;

  DriftTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @BeforeEach
  void clear() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  private Path write(String format, String name, String query) {
    Path target = directory.resolve(name);
    frames.session().sql(query).coalesce(1).write().format(format).save(target.toString());
    try (Stream<Path> parts = Files.list(target)) {
      Path part =
          parts.filter(p -> p.getFileName().toString().startsWith("part")).findAny().orElseThrow();
      return Files.move(part, directory.resolve(name + "." + format));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private FooterFiles drifted(String format) {
    write(format, "a", FIRST);
    write(format, "b", SECOND);
    return FooterFiles.at(format, directory + "/*." + format);
  }

  private static void assertRefused(FooterFiles files, String message) {
    assertThatThrownBy(files::plannedSchema)
        .isInstanceOf(MillraceException.class)
        .hasMessage(message);
  }

  private void assertRead(FooterFiles files, List<List<Object>> rows) {
    Dataset<Row> read = files.read();
    assertThat(frames.schema(read)).isEqualTo(files.plannedSchema());
    assertThat(frames.rows(read)).containsExactlyInAnyOrderElementsOf(rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "orc", "parquet"})
  void filesWithOtherColumnsAreRefusedAddedOrRescued(String format) {
    FooterFiles files = drifted(format);
    String first = "'" + directory.resolve("a." + format) + "'";
    String second = "'" + directory.resolve("b." + format) + "'";

    assertRefused(
        files,
        second
            + " does not have the columns of "
            + first
            + ": new columns 'newOne' boolean; missing columns 'name' string; changed columns"
            + " 'id' from int to long; set onDrift to add or rescue, or read them by separate"
            + " stages.");

    assertThat(files.on(OnDrift.ADD).plannedSchema().toString())
        .isEqualTo("(id long, name string, paid float, newOne boolean)");
    assertRead(
        files.on(OnDrift.ADD),
        List.of(Arrays.asList(1L, "x", 1.5f, null), Arrays.asList(2L, null, 2.5f, true)));
    TestStageContext<Dataset<Row>> context = TestStageContext.of("raw");
    files.on(OnDrift.ADD).read(context);
    assertThat(context.warnings())
        .containsExactly(
            "Missing in " + first + ", read as nulls: newOne.",
            "Missing in " + second + ", read as nulls: name.");

    assertRead(
        files.on(OnDrift.RESCUE),
        List.of(
            Arrays.asList(1, "x", 1.5f, null),
            Arrays.asList(null, null, 2.5f, "{\"id\":2,\"newOne\":true}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "orc", "parquet"})
  void filesAreHeldAgainstTheSchemaThatIsGiven(String format) {
    Path file = write(format, "a", FIRST);
    Map<String, LogicalType> wanted = new LinkedHashMap<>();
    wanted.put("paid", Simple.DOUBLE);
    wanted.put("id", Simple.LONG);
    FooterFiles files = FooterFiles.at(format, file).expecting(wanted);

    assertRefused(
        files,
        "'"
            + file
            + "' does not have the columns that schema names: new columns 'name' string; set"
            + " onDrift to add or rescue, or read them by separate stages.");
    assertRead(files.on(OnDrift.RESCUE), List.of(List.of(1.5, 1L, "{\"name\":\"x\"}")));
    assertRead(files.on(OnDrift.ADD), List.of(List.of(1.5, 1L, "x")));
    assertRefused(
        FooterFiles.at(format, file).expecting(Map.of("age", Simple.INT)).on(OnDrift.ADD),
        "No file of '" + file + "' has a column 'age', which schema names.");
    assertRefused(
        FooterFiles.at(format, file).expecting(Map.of("name", Simple.INT)).on(OnDrift.ADD),
        "Column 'name' is string in '"
            + file
            + "' and int elsewhere, and no type holds both; convert the files, or set onDrift:"
            + " rescue.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "orc", "parquet"})
  void whatIsNoSuchFileIsTold(String format) throws IOException {
    Path file = Files.writeString(directory.resolve("a.x"), "id,n\n1,x and some more text\n");
    Path empty = Files.createFile(directory.resolve("b.x"));
    String name = Map.of("avro", "Avro", "orc", "ORC", "parquet", "Parquet").get(format);

    assertRefused(FooterFiles.at(format, file), "'" + file + "' is no readable " + name + " file.");
    assertRefused(FooterFiles.at(format, empty), "'" + empty + "' is empty.");
  }
}
