package io.millrace.storage.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.api.store.Publication;
import io.millrace.api.store.Publication.Mode;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class DeltaFeatureStoreTest {
  private static final Schema IDS =
      Schema.of(Column.nullable("id", Simple.LONG), Column.nullable("name", Simple.STRING));

  private final SparkTestFrames frames;
  private Path root;
  private FeatureStore<Dataset<Row>> store;

  DeltaFeatureStoreTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @BeforeEach
  void open(@TempDir Path home) {
    // What a home directory may be called.
    root = home.resolve("my features {1}, ü%20");
    store = new DeltaFeatureStoreProvider().open(root.toUri());
  }

  private static EffectKey effect(String fingerprint) {
    return new EffectKey("run-1", "features", fingerprint);
  }

  private static Publication overwrite(String... keys) {
    return new Publication("telco", Mode.OVERWRITE, List.of(keys), false);
  }

  private static Publication merge(boolean evolve) {
    return new Publication("telco", Mode.MERGE, List.of("id"), evolve);
  }

  private static Publication append(boolean evolve, String... keys) {
    return new Publication("telco", Mode.APPEND, List.of(keys), evolve);
  }

  private Dataset<Row> ids(Object... values) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i += 2) {
      rows.add(List.of(values[i], values[i + 1]));
    }
    return frames.frame(IDS, rows);
  }

  private List<List<Object>> rows(long version) {
    return frames.rows(store.read("telco", version).sort("id"));
  }

  private static void assertFails(Callable<?> call, ErrorCode code, String message) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e).hasMessage(message);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  @Test
  @Tag("full")
  void anyColumnNameSurvivesWithTimeTravel() {
    Schema odd =
        Schema.of(
            Column.nullable("a b", Simple.LONG),
            Column.nullable("x.y", Simple.STRING),
            Column.nullable("{p},(q);=", Simple.DOUBLE),
            Column.nullable("tick`tick", Simple.BOOLEAN),
            Column.nullable("größe\t\"q\"", Simple.STRING));
    store.publish(
        frames.frame(odd, List.of(List.of(1L, "u", 0.5, true, "v"))),
        overwrite("a b"),
        effect("1"));
    store.publish(
        frames.frame(odd, List.of(List.of(2L, "u", 0.5, true, "v"))),
        overwrite("a b"),
        effect("2"));

    assertThat(store.schema("telco", 0)).isEqualTo(odd);
    assertThat(frames.rows(store.read("telco", 0)))
        .containsExactly(List.of(1L, "u", 0.5, true, "v"));
    assertThat(frames.rows(store.read("telco", 1)))
        .containsExactly(List.of(2L, "u", 0.5, true, "v"));
    assertThat(store.read("telco", 0).columns()).isEqualTo(odd.names().toArray());
  }

  @Test
  void vectorsSurviveWithTheirSize() {
    Schema schema =
        Schema.of(Column.nullable("id", Simple.LONG), Column.nullable("v", new VectorOf(2)));
    store.publish(
        frames.frame(schema, List.of(List.of(1L, List.of(0.5, 2.0)))),
        overwrite("id"),
        effect("1"));

    assertThat(store.schema("telco", 0)).isEqualTo(schema);
    assertThat(rows(0)).containsExactly(List.of(1L, List.of(0.5, 2.0)));
  }

  @Test
  void duplicateKeysAreRefusedAndNothingIsVisible() throws IOException {
    Dataset<Row> frame = ids(1L, "a", 7L, "b", 7L, "c", 9L, "d", 9L, "e", 9L, "f");

    assertFails(
        () -> store.publish(frame, overwrite("id"), effect("1")),
        StandardError.DUPLICATE_KEYS,
        "Feature table 'telco': 2 keys stand in more than one row, as id = 7 in 2 rows; nothing"
            + " was published; drop the surplus rows or correct keys.");
    assertThat(store.tables()).isEmpty();
    assertThat(store.latest("telco")).isEmpty();
    assertThat(dataFiles()).isEmpty();
  }

  private List<Path> dataFiles() throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !file.toString().contains("_delta_log"))
          .toList();
    }
  }

  @Test
  void anAppendMayNotRepeatKeysOfTheTable() {
    store.publish(ids(1L, "a"), append(false, "id"), effect("1"));

    assertFails(
        () -> store.publish(ids(1L, "b", 2L, "c"), append(false, "id"), effect("2")),
        StandardError.DUPLICATE_KEYS,
        "Feature table 'telco': one key stands in more than one row, as id = 1 in 2 rows; nothing"
            + " was published; drop the surplus rows or correct keys.");
    assertThat(store.history("telco")).hasSize(1);
  }

  @Test
  @Tag("full")
  void aMergeReplacesRowsByKeyAndLeavesOtherFilesAlone() {
    store.publish(ids(1L, "a", 2L, "b"), append(false), effect("1"));
    store.publish(ids(3L, "c"), append(false), effect("2"));
    FeatureVersion merged = store.publish(ids(2L, "B", 4L, "D"), merge(false), effect("3"));

    assertThat(rows(2))
        .containsExactly(List.of(1L, "a"), List.of(2L, "B"), List.of(3L, "c"), List.of(4L, "D"));
    assertThat(merged.operation()).isEqualTo("MERGE");
    assertThat(merged.facts()).containsEntry("rows", "4").containsEntry("files", "3");
    assertThat(rows(1)).hasSize(3);
  }

  @Test
  void aRepeatedEffectReturnsTheFirstVersion() {
    FeatureVersion first = store.publish(ids(1L, "a"), overwrite("id"), effect("1"));
    store.publish(ids(2L, "b"), overwrite("id"), effect("2"));
    FeatureStore<Dataset<Row>> other = new DeltaFeatureStoreProvider().open(root.toUri());

    assertThat(other.publish(ids(1L, "a"), overwrite("id"), effect("1"))).isEqualTo(first);
    assertThat(store.history("telco")).hasSize(2);
  }

  @Test
  void anotherSchemaIsRefusedUnlessItMayEvolve() {
    store.publish(ids(1L, "a"), overwrite(), effect("1"));
    Schema other =
        Schema.of(Column.nullable("id", Simple.INT), Column.nullable("score", Simple.DOUBLE));
    Dataset<Row> frame = frames.frame(other, List.of(List.of(2, 0.5)));

    assertFails(
        () -> store.publish(frame, append(false), effect("2")),
        StandardError.SCHEMA_MISMATCH,
        "The frame does not have the schema of feature table 'telco': new columns 'score' double;"
            + " missing columns 'name' string; changed columns 'id' from long to int; set"
            + " evolveSchema: true to let the table change with it, or publish to another table.");
    store.publish(frame, append(true), effect("3"));
    assertThat(rows(1)).hasSize(2);
    assertThat(rows(1).get(1)).containsExactly(2L, null, 0.5);
    assertThat(store.schema("telco", 1).names()).containsExactly("id", "name", "score");
    assertThat(store.schema("telco", 0).names()).containsExactly("id", "name");
  }

  @Test
  @Tag("full")
  void keptRowsAreWidenedWithTheTable() {
    Schema narrow =
        Schema.of(Column.nullable("id", Simple.INT), Column.nullable("x", Simple.FLOAT));
    Schema wide =
        Schema.of(Column.nullable("id", Simple.LONG), Column.nullable("x", Simple.DOUBLE));
    store.publish(
        frames.frame(narrow, List.of(List.of(1, 0.5f), List.of(2, 1.5f))),
        append(false),
        effect("1"));
    store.publish(
        frames.frame(wide, List.of(List.of(2L, 2.5), List.of(3L, 3.5))), merge(true), effect("2"));

    assertThat(store.schema("telco", 1)).isEqualTo(wide);
    assertThat(rows(1)).containsExactly(List.of(1L, 0.5), List.of(2L, 2.5), List.of(3L, 3.5));
    assertThat(rows(0)).containsExactly(List.of(1, 0.5f), List.of(2, 1.5f));
    assertThat(store.latest("telco").orElseThrow().facts()).containsEntry("rows", "3");
  }

  @Test
  void anIncompatibleTypeIsRefusedAlways() {
    store.publish(ids(1L, "a"), overwrite(), effect("1"));
    Schema other =
        Schema.of(Column.nullable("id", Simple.STRING), Column.nullable("Name", Simple.STRING));

    assertFails(
        () ->
            store.publish(
                frames.frame(other, List.of(List.of("1", "a"))),
                new Publication("telco", Mode.OVERWRITE, List.of(), true),
                effect("2")),
        StandardError.SCHEMA_MISMATCH,
        "The frame does not have the schema of feature table 'telco': changed columns 'id' from"
            + " long to string, 'name' is written 'Name'; convert the changed columns to the"
            + " table's types, or publish to another table.");
  }

  @Test
  void historyTellsTimeRunRowsAndFiles() {
    store.publish(ids(1L, "a", 2L, "b"), overwrite(), effect("1"));
    store.publish(ids(3L, "c"), append(false), effect("2"));

    List<FeatureVersion> history = store.history("telco");

    assertThat(history).extracting(FeatureVersion::version).containsExactly(1L, 0L);
    assertThat(history).extracting(FeatureVersion::run).containsExactly("run-1", "run-1");
    assertThat(history).extracting(v -> v.facts().get("rows")).containsExactly("3", "2");
    assertThat(history).extracting(v -> v.facts().get("files")).containsExactly("2", "1");
    assertThat(store.latest("telco")).contains(history.get(0));
    assertThat(store.versionAsOf("telco", history.get(1).time())).contains(history.get(1));
    assertThat(store.versionAsOf("telco", history.get(1).time().minusMillis(1))).isEmpty();
  }

  @Test
  @Tag("full")
  void aLogOfManyVersionsIsReadThroughItsCheckpoint() {
    for (int i = 0; i < 12; i++) {
      store.publish(ids((long) i, "a"), append(false), effect("e" + i));
    }
    assertThat(root.resolve("telco/_delta_log/_last_checkpoint")).exists();

    assertThat(store.latest("telco").orElseThrow().facts()).containsEntry("rows", "12");
    assertThat(store.schema("telco", 11)).isEqualTo(IDS);
    assertThat(store.publish(ids(0L, "a"), append(false), effect("e0")).version()).isZero();
  }

  @Test
  @Tag("full")
  void eightPublishersAtOnceMakeEightVersions() throws Exception {
    store.publish(ids(0L, "x"), overwrite(), effect("0"));
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<FeatureVersion>> calls =
          IntStream.rangeClosed(1, 8)
              .<Callable<FeatureVersion>>mapToObj(
                  i ->
                      () ->
                          new DeltaFeatureStoreProvider()
                              .open(root.toUri())
                              .publish(ids((long) i, "x"), append(false, "id"), effect("e" + i)))
              .toList();
      Set<Long> versions =
          pool.invokeAll(calls).stream()
              .map(DeltaFeatureStoreTest::value)
              .map(FeatureVersion::version)
              .collect(Collectors.toSet());
      assertThat(versions).hasSize(8);
      assertThat(rows(8)).hasSize(9);
    } finally {
      pool.shutdownNow();
    }
  }

  private static FeatureVersion value(Future<FeatureVersion> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError("a publisher failed", e);
    }
  }

  @Test
  void aDamagedLogIsNamed() throws IOException {
    store.publish(ids(1L, "a"), overwrite(), effect("1"));
    store.publish(ids(1L, "a"), overwrite(), effect("2"));
    // A copy, since the session remembers what it wrote itself.
    Path log = copyLog("telco", "copy");
    Files.delete(log.resolve("00000000000000000001.crc"));
    Path commit = log.resolve("00000000000000000001.json");
    Files.writeString(commit, Files.readString(commit).substring(0, 40));
    Publication toCopy = new Publication("copy", Mode.OVERWRITE, List.of(), false);

    for (Callable<?> call :
        List.<Callable<?>>of(
            () -> store.latest("copy"),
            () -> store.history("copy"),
            () -> store.schema("copy", 1),
            () -> store.read("copy", 1),
            () -> store.publish(ids(1L, "a"), toCopy, effect("3")))) {
      assertFails(
          call,
          StandardError.STORAGE_FAILED,
          "The Delta log of feature table 'copy' at "
              + root.resolve("copy")
              + " can't be read at version 1: it is damaged or incomplete; restore the directory"
              + " _delta_log from a backup, or delete the table and publish it again.");
    }
  }

  private Path copyLog(String from, String to) throws IOException {
    Path source = root.resolve(from).resolve("_delta_log");
    Path target = Files.createDirectories(root.resolve(to).resolve("_delta_log"));
    try (var files = Files.list(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName().toString()));
      }
    }
    return target;
  }

  @Test
  void whatIsNotThereIsNotFound() {
    store.publish(ids(1L, "a"), overwrite(), effect("1"));

    assertFails(
        () -> store.read("telco", 3),
        StandardError.NOT_FOUND,
        "Feature table 'telco' at "
            + root.resolve("telco")
            + " has no version 3 that can still be read.");
    assertFails(
        () -> store.schema("other", 0),
        StandardError.NOT_FOUND,
        "Feature table 'other' at " + root.resolve("other") + " does not exist.");
    assertFails(
        () -> store.latest("../telco"),
        StandardError.INVALID_CALL,
        "'../telco' can't name a feature table: a name is made of letters, digits, _ and -.");
  }

  @Test
  void manyPartitionsBecomeFewFiles() {
    Dataset<Row> frame = frames.session().range(0, 4000, 1, 40).toDF("id");

    assertThat(store.publish(frame, overwrite("id"), effect("1")).facts())
        .containsEntry("rows", "4000")
        .containsEntry("files", "1");
  }
}
