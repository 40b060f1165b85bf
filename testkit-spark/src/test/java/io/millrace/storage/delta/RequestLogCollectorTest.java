package io.millrace.storage.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Ingestor;
import io.millrace.api.error.MillraceException;
import io.millrace.api.requestlog.RequestLogCollector;
import io.millrace.api.requestlog.RequestLogCollector.Collected;
import io.millrace.api.requestlog.RequestLogCollector.Waiting;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.requestlog.SegmentLines;
import io.millrace.model.requestlog.SegmentName;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.SparkExtension;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class RequestLogCollectorTest {
  private static final RequestLogCollector<Dataset<Row>> COLLECTOR = new DeltaRequestLogCollector();

  @TempDir private Path home;
  private Path log = Path.of("unused");
  private String table = "";

  @BeforeEach
  void place() throws IOException {
    log = Files.createDirectory(home.resolve("log"));
    table = home.resolve("requests").toString();
  }

  @Test
  void eachSegmentIsAppendedOnceAndOnlyThoseInTheTableArePruned() throws IOException {
    segment("a", 1, answered("r1", 0), answered("r1", 1));
    segment("a", 2, answered("r2", 0));
    segment("b", 1, answered("r3", 0));
    assertThat(COLLECTOR.waiting(log, table).segments()).isEqualTo(3);

    assertThat(COLLECTOR.collect(log, table)).isEqualTo(new Collected(3, 4, 0, 0));
    assertThat(COLLECTOR.collect(log, table)).isEqualTo(new Collected(0, 0, 0, 0));
    assertThat(COLLECTOR.waiting(log, table)).isEqualTo(new Waiting(0, 0, 0));
    segment("a", 3, answered("r4", 0));
    assertThat(COLLECTOR.prune(log, table)).isEqualTo(3);
    segment("c", 1, answered("r5", 0));
    assertThat(COLLECTOR.collect(log, table)).isEqualTo(new Collected(2, 2, 0, 1));
    assertThat(COLLECTOR.prune(log, table)).isEqualTo(2);

    assertThat(ids()).containsExactly("r1 0", "r1 1", "r2 0", "r3 0", "r4 0", "r5 0");
    assertThat(log).isEmptyDirectory();
  }

  @Test
  void whatAServerWritesWaitsAndWhatADeadOneLeftIsClosedFirst() throws IOException {
    Path living = log.resolve(new SegmentName("living", 1).open());
    Files.write(living, bytes(answered("r1", 0)));
    Path dead = log.resolve(new SegmentName("dead", 1).open());
    byte[] whole = bytes("{\"format\":2}", answered("r2", 0));
    byte[] torn = SegmentLines.line(answered("r3", 0).getBytes(StandardCharsets.UTF_8));
    Files.write(dead, whole);
    Files.write(dead, java.util.Arrays.copyOf(torn, 30), StandardOpenOption.APPEND);
    try (FileChannel channel = FileChannel.open(living, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(COLLECTOR.waiting(log, table).open()).isEqualTo(1);
      assertThat(COLLECTOR.collect(log, table)).isEqualTo(new Collected(1, 1, 0, 0));
    }
    assertThat(ids()).containsExactly("r2 0");
  }

  @Test
  void damagedLinesAreCountedAndLeftOut() throws IOException {
    Path file = segment("a", 1, answered("r1", 0), answered("r2", 0), answered("r3", 0));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThat(COLLECTOR.collect(log, table)).isEqualTo(new Collected(1, 2, 1, 0));
    assertThat(ids()).containsExactly("r1 0", "r3 0");
  }

  @Test
  void aTableOfSomethingElseIsRefused() throws IOException {
    SparkSession.active().range(3).write().format("delta").save(table);
    segment("a", 1, answered("r1", 0));

    assertThatThrownBy(() -> COLLECTOR.collect(log, table))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            table
                + " holds no requests: it has no column 'id' of type string; name another table.");
    assertThatThrownBy(() -> COLLECTOR.waiting(home.resolve("nowhere"), table))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "There is no directory %s; name the one that 'millrace serve … -- --request-log DIR' writes to."
                .formatted(home.resolve("nowhere")));
  }

  @Test
  void collectorsSideBySideTakeEachSegmentOnce() throws Exception {
    for (int i = 1; i <= 8; i++) {
      segment("a", i, answered("r" + i, 0));
    }
    SparkSession session = SparkSession.active();
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          SparkSession.setActiveSession(session);
                          COLLECTOR.collect(log, table);
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ids()).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void segmentsAndTheirTableReadAsTheSameTypedRows() throws IOException {
    segment(
        "a",
        1,
        "{\"id\":\"r1\",\"row\":0,\"time\":\"2026-11-21T10:00:00.123456Z\",\"model\":\"m\",\"version\":\"7\","
            + "\"route\":\"champion\",\"status\":200,\"features\":{\"a b\":3,\"x\":\"NaN\",\"d\":\"1.50\","
            + "\"v\":[1.0,\"Infinity\"],\"s\":\"ß\"},\"prediction\":{\"p\":0.1}}",
        "{\"id\":\"r2\",\"row\":0,\"time\":\"2026-11-21T10:00:01Z\",\"model\":\"m\",\"version\":\"7\","
            + "\"route\":\"champion\",\"status\":400,\"error\":\"bad\",\"features\":{}}",
        answered("other", 0));
    Map<String, LogicalType> features = new LinkedHashMap<>();
    features.put("a b", Simple.LONG);
    features.put("x", Simple.DOUBLE);
    features.put("d", new DecimalOf(5, 2));
    features.put("v", new ArrayOf(Simple.DOUBLE));
    features.put("s", Simple.STRING);
    Ingestor<Dataset<Row>> segments = ingestor(log.toString(), "m", features);
    List<Row> typed = rows(segments);
    COLLECTOR.collect(log, table);
    List<Row> collected = rows(ingestor(table, "m", features));

    assertThat(typed).hasSize(2);
    assertThat(typed.stream().map(Row::json)).isEqualTo(collected.stream().map(Row::json).toList());
    Row first = typed.get(0);
    assertThat(first.<java.sql.Timestamp>getAs("time").toInstant())
        .hasToString("2026-11-21T10:00:00.123456Z");
    Row struct = first.getAs("features");
    assertThat(struct.<Long>getAs("a b")).isEqualTo(3L);
    assertThat(struct.<Double>getAs("x")).isNaN();
    assertThat(struct.getAs("d").toString()).isEqualTo("1.50");
    assertThat(struct.getList(3)).isEqualTo(List.of(1.0, Double.POSITIVE_INFINITY));
    assertThat(struct.<String>getAs("s")).isEqualTo("ß");
    assertThat(first.<Row>getAs("prediction").<Double>getAs("p")).isEqualTo(0.1);
    Row refused = typed.get(1);
    assertThat(refused.<Integer>getAs("status")).isEqualTo(400);
    assertThat(refused.<String>getAs("error")).isEqualTo("bad");
    assertThat(refused.<Row>getAs("prediction")).isNull();
    assertThat(segments.schema(TestPlanContext.with(store())).names())
        .containsExactly(typed.get(0).schema().fieldNames());
  }

  @Test
  void whatIsNoneOfItsTypeIsMissingAndTheTextBesideItIsWhatWasLogged() throws IOException {
    String start =
        "{\"id\":\"%s\",\"row\":0,\"time\":\"2026-11-21T10:00:00Z\",\"model\":\"m\",\"version\":\"7\",\"route\":\"champion\",\"status\":200,";
    segment(
        "a",
        1,
        start.formatted("1") + "\"features\":{\"n\":3,\"s\":\"x\"},\"prediction\":{\"p\":0.1}}",
        start.formatted("2") + "\"features\":{\"n\":\"n/a\",\"s\":\"x\"},\"prediction\":{\"p\":1}}",
        start.formatted("3") + "\"features\":{\"n\":4.5,\"s\":\"y\"},\"prediction\":{\"p\":\"b\"}}",
        start.formatted("4") + "\"features\":{\"n\":null},\"prediction\":{\"p\":null}}",
        start.formatted("5") + "\"features\":{}}");
    Map<String, LogicalType> features = new LinkedHashMap<>();
    features.put("n", Simple.INT);
    features.put("s", Simple.STRING);
    List<Row> rows = rows(ingestor(log.toString(), null, features));

    assertThat(rows.stream().map(row -> row.<Row>getAs("features").toString()))
        .containsExactly("[3,x]", "[null,x]", "[null,y]", "[null,null]", "[null,null]");
    assertThat(rows.stream().map(row -> String.valueOf(row.<Row>getAs("prediction"))))
        .containsExactly("[0.1]", "[1.0]", "[null]", "[null]", "null");
    assertThat(rows.stream().map(row -> row.<String>getAs("_rescued")))
        .containsExactly(
            null,
            "{\"features\":{\"n\":\"n/a\",\"s\":\"x\"}}",
            "{\"features\":{\"n\":4.5,\"s\":\"y\"},\"prediction\":{\"p\":\"b\"}}",
            null,
            null);
  }

  @Test
  void aPlannedReadTakesTheSegmentsOfThenAndTellsWhenTheyAreGone() throws IOException {
    Path first = segment("a", 1, answered("r1", 0));
    Ingestor<Dataset<Row>> stage = ingestor(log.toString(), null, Map.of());
    Optional<String> planned = stage.version(TestPlanContext.with(store()));
    assertThat(planned).contains("a:1-1");
    segment("a", 2, answered("r2", 0));
    TestStageContext<Dataset<Row>> context =
        TestStageContext.<Dataset<Row>>builder("raw").features(store()).build();

    assertThat(stage.read(planned, context).count()).isEqualTo(1);
    assertThat(stage.canRead(planned.orElseThrow(), TestPlanContext.with(store()))).isTrue();
    Files.delete(first);
    assertThat(stage.canRead(planned.orElseThrow(), TestPlanContext.with(store()))).isFalse();
    assertThatThrownBy(() -> stage.read(planned, context))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "Segments of the request log in %s that the run was planned with are gone; run again without --resume."
                .formatted(log));
  }

  private io.millrace.api.store.FeatureStore<Dataset<Row>> store() {
    return new DeltaFeatureStoreProvider().open(home.resolve("features").toUri());
  }

  private static Ingestor<Dataset<Row>> ingestor(
      String path, @Nullable String model, Map<String, LogicalType> features) {
    Map<String, LogicalType> prediction =
        features.isEmpty() ? Map.of() : Map.of("p", Simple.DOUBLE);
    return (Ingestor<Dataset<Row>>)
        new IngestRequestLog()
            .create(new IngestRequestLog.Options(path, model, features, prediction));
  }

  private List<Row> rows(Ingestor<Dataset<Row>> stage) {
    TestStageContext<Dataset<Row>> context =
        TestStageContext.<Dataset<Row>>builder("raw").features(store()).build();
    return stage.read(Optional.empty(), context).orderBy("id").collectAsList();
  }

  private List<String> ids() {
    return SparkSession.active().read().format("delta").load(table).collectAsList().stream()
        .map(row -> row.getAs("id") + " " + row.getAs("row"))
        .sorted()
        .toList();
  }

  private static String answered(String id, int row) {
    return "{\"id\":\"%s\",\"row\":%d,\"time\":\"2026-11-21T10:00:00Z\",\"model\":\"tiny\",\"version\":\"1\",\"route\":\"champion\",\"status\":200,\"features\":{\"x\":1.5},\"prediction\":{\"p\":2.0}}"
        .formatted(id, row);
  }

  private Path segment(String instance, long number, String... lines) throws IOException {
    Path file = log.resolve(new SegmentName(instance, number).closed());
    Files.write(file, bytes("{\"format\":2}"));
    Files.write(file, bytes(lines), StandardOpenOption.APPEND);
    return file;
  }

  private static byte[] bytes(String... lines) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    for (String line : lines) {
      out.writeBytes(SegmentLines.line(line.getBytes(StandardCharsets.UTF_8)));
    }
    return out.toByteArray();
  }
}
