package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.EngineSettings;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.StageFigures;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.RowValues;
import io.millrace.spark.api.Schemas;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One engine for all tests: only its figures are told apart, by the names of stages. */
final class SparkEngineTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("a.b `c`, {d}=", Simple.LONG),
          Column.nullable("ünï \"q\"", Simple.STRING),
          Column.nullable("v", new VectorOf(2)),
          Column.nullable("list", new ArrayOf(Simple.INT)));

  private static final List<List<Object>> ROWS =
      List.of(
          Arrays.asList(1L, "x", List.of(0.0, 1.5), List.of(1, 2)),
          Arrays.asList(2L, "y,\"z\"", List.of(2.0, 0.0), List.of()),
          Arrays.asList(3L, null, null, null));

  private static final CountDownLatch CANCELLED = new CountDownLatch(1);

  private static SparkEngine engine;

  @TempDir Path directory;

  private static EngineSettings settings(Path home, String master, Map<String, String> settings) {
    ClassLoader loader = new URLClassLoader(new URL[0], SparkEngineTest.class.getClassLoader());
    return new EngineSettings("test", master, settings, home, List.of(), loader);
  }

  @BeforeAll
  static void open() {
    engine =
        SparkEngine.open(
            settings(
                Path.of("target/home"), "local[2]", Map.of("spark.sql.shuffle.partitions", "2")));
  }

  @AfterAll
  static void close() {
    engine.close();
    assertThat(engine.session().sparkContext().isStopped()).isTrue();
  }

  private static Dataset<Row> frame() {
    return engine
        .session()
        .createDataFrame(
            ROWS.stream().map(row -> RowValues.row(SCHEMA, row)).toList(), Schemas.toSpark(SCHEMA))
        .coalesce(1);
  }

  private static Dataset<Row> numbers(long count, int partitions) {
    return engine.session().range(0, count, 1, partitions).toDF();
  }

  @Test
  void tellsTheVersionsThatRun() {
    assertThat(engine.versions())
        .contains("spark 4.1.0", "delta 4.3.1", "java " + System.getProperty("java.version"));
  }

  @Test
  void tellsWhatAnotherMachineNeedsToCutFramesTheSame() {
    assertThat(engine.partitioning())
        .containsEntry("spark.default.parallelism", "2")
        .containsEntry("spark.sql.shuffle.partitions", "2")
        .containsKey("spark.sql.adaptive.coalescePartitions.initialPartitionNum");
  }

  @Test
  void workRunsWithTheSessionActiveAndThePluginsVisible() throws Exception {
    SparkSession.clearActiveSession();
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    ClassLoader during =
        engine.inStage(
            "loader",
            () -> {
              assertThat(SparkSession.active()).isSameAs(engine.session());
              return Thread.currentThread().getContextClassLoader();
            });

    assertThat(during).isInstanceOf(URLClassLoader.class);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void figuresCountAStagesOwnJobsOnce() throws Exception {
    Path source = directory.resolve("numbers");
    engine.inStage(
        "write",
        () -> {
          engine.write(numbers(1_000, 3), source.toString(), "parquet", false);
          return source;
        });
    Dataset<Row> read = engine.session().read().parquet(source.toString());
    engine.inStage("read", () -> read.filter("id >= 0").agg(functions.sum("id")).collectAsList());
    engine.inStage("read", () -> read.agg(functions.max("id")).collectAsList());

    StageFigures written = engine.figures("write");
    assertThat(written.rows()).isEqualTo(1_000);
    assertThat(written.bytesWritten()).isPositive();
    assertThat(written.jobs()).isEqualTo(1);
    assertThat(written.tasks()).isEqualTo(3);
    StageFigures readFigures = engine.figures("read");
    // What a scan read is not what the stage worked on: filters and samples come after it.
    assertThat(readFigures.knownRows()).isEmpty();
    assertThat(readFigures.bytesRead()).isPositive();
    assertThat(readFigures.shuffleBytes()).isPositive();
    assertThat(engine.figures("never")).isEqualTo(StageFigures.NONE);
  }

  @Test
  void aStageInsideAnotherCountsForItself() throws Exception {
    engine.inStage(
        "outer",
        () -> {
          engine.inStage("inner", () -> numbers(10, 1).collectAsList());
          engine.inStage("inner", () -> numbers(10, 1).collectAsList());
          return numbers(10, 1).collectAsList();
        });

    assertThat(engine.figures("outer").jobs()).isEqualTo(1);
    assertThat(engine.figures("inner").jobs()).isEqualTo(2);
  }

  @Test
  void anUnknownLevelIsRefused() {
    assertThatThrownBy(() -> engine.persist(frame(), "RAM"))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "'RAM' is no level to persist at; levels are MEMORY_AND_DISK, MEMORY_AND_DISK_SER,"
                + " MEMORY_ONLY, MEMORY_ONLY_SER, DISK_ONLY and those with _2 at the end.");
  }

  @Test
  void samplesAreTheSameRowsHoweverTheFrameIsCut() {
    Dataset<Row> numbers = numbers(20_000, 1);

    List<Row> one = engine.sample(numbers, 0.1, 7).orderBy("id").collectAsList();
    List<Row> other =
        engine.sample(engine.repartition(numbers, 5), 0.1, 7).orderBy("id").collectAsList();
    List<Row> otherSeed = engine.sample(numbers, 0.1, 8).orderBy("id").collectAsList();

    assertThat(one).isEqualTo(other).isNotEqualTo(otherSeed);
    // Five standard deviations of a binomial count: sqrt(20000 * 0.1 * 0.9) = 42.
    assertThat(one.size()).isBetween(1_790, 2_210);
  }

  @Test
  void repartitioningPutsTheSameRowsTogetherHoweverTheyLayBefore() {
    assertThat(partitions(numbers(1_000, 1))).isEqualTo(partitions(numbers(1_000, 4)));
  }

  private static List<Row> partitions(Dataset<Row> frame) {
    return engine
        .repartition(frame, 3)
        .select(functions.col("id"), functions.spark_partition_id().as("p"))
        .orderBy("id")
        .collectAsList();
  }

  @Test
  void checkpointsComeBackWithRowsTypesAndTheMetadataOfColumns() {
    Path checkpoint = directory.resolve("deep/one");

    engine.writeCheckpoint(frame(), checkpoint);
    engine.writeCheckpoint(frame(), checkpoint);
    Dataset<Row> back = engine.readCheckpoint(checkpoint);

    assertThat(engine.head(back, 10)).isEqualTo(ROWS);
    assertThat(engine.schema(back)).isEqualTo(SCHEMA);
    assertThat(back.schema().apply("v").metadata())
        .isEqualTo(frame().schema().apply("v").metadata());
    assertThat(names(directory.resolve("deep"))).containsExactly("one");
  }

  @Test
  void aFailedWriteLeavesNothing() {
    Dataset<Row> failing =
        frame()
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
          format.equals("delta") ? engine.select(frame(), List.of("v", "list")) : frame();
      engine.write(written, target, format, false);
      Dataset<Row> back = engine.session().read().format(format).load(target);
      assertThat(back.select("v").collectAsList().stream().map(RowValues::plain))
          .as(format)
          .containsExactlyElementsOf(ROWS.stream().map(row -> Arrays.asList(row.get(2))).toList());
    }
  }

  @Test
  void csvGetsOneColumnASlotAndNestedValuesAsJson() throws Exception {
    Path target = directory.resolve("csv");

    engine.write(frame(), target.toString(), "csv", false);

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
    engine.write(numbers(3, 1), target, "parquet", false);

    assertThatThrownBy(() -> engine.write(numbers(5, 1), target, "parquet", false))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "'file:"
                + target
                + "' is there already; name another place, or allow it to be overwritten.");
    engine.write(numbers(5, 1), target, "parquet", true);

    assertThat(engine.session().read().parquet(target).count()).isEqualTo(5);
    assertThat(names(directory)).containsExactly("out");
  }

  @Test
  void aFormatThatNobodyWritesIsRefused() {
    assertThatThrownBy(() -> engine.write(frame(), directory.resolve("o").toString(), "xls", false))
        .isInstanceOf(MillraceException.class)
        .hasMessage("'xls' is no format to write; formats are csv, delta, json and parquet.");
  }

  @Test
  void columnsThatAreMissingAreFilledWithNulls() {
    Dataset<Row> filled =
        engine.withNulls(
            engine.select(frame(), List.of("v")),
            List.of(
                Column.nullable("v", Simple.INT),
                Column.nullable("x.y", Simple.DATE),
                Column.nullable("w", new VectorOf(3))));

    assertThat(engine.schema(filled))
        .isEqualTo(
            Schema.of(
                Column.nullable("v", new VectorOf(2)),
                Column.nullable("x.y", Simple.DATE),
                Column.nullable("w", new VectorOf(3))));
    assertThat(engine.head(filled, 1))
        .containsExactly(Arrays.asList(List.of(0.0, 1.5), null, null));
  }

  @Test
  void cancellingStopsTheJobsThatRun() throws Exception {
    CompletableFuture<Object> job =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return engine.inStage("endless", SparkEngineTest::waitForCancellation);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(CANCELLED.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(engine.progress().total()).isPositive();

    engine.cancel();

    assertThatThrownBy(() -> job.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }

  private static Object waitForCancellation() {
    return numbers(1, 1)
        .map(
            (MapFunction<Row, Long>)
                row -> {
                  CANCELLED.countDown();
                  // Ends by the interrupt that a cancelled task gets, else fails the test.
                  new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                  return row.getLong(0);
                },
            Encoders.LONG())
        .collectAsList();
  }

  @Test
  void aColumnThatIsNotThereIsTheUsersMistake() {
    Throwable failure = catchThrowable(() -> numbers(1, 1).select("idd"));

    MillraceException explained = engine.explain(failure);

    assertThat(explained)
        .hasMessage(
            "A column, variable, or function parameter with name `idd` cannot be resolved. Did you"
                + " mean one of the following? [`id`].");
    assertThat(explained.code()).isEqualTo(StandardError.UNKNOWN_COLUMN);
  }

  @Test
  void aRowThatAStageRefusesIsToldInTheStagesWordsOrItsDiagnosis() {
    Dataset<Row> plain =
        numbers(9, 2)
            .select(
                RowFailures.raise(
                    StandardError.BAD_RECORD,
                    "",
                    functions.concat(
                        functions.lit("Row "),
                        functions.col("id").cast("string"),
                        functions.lit(" is bad."))));
    String[] mark = new String[1];
    mark[0] =
        RowFailures.diagnosedBy(
            failure ->
                RowFailures.isMarked(failure, mark[0])
                    ? Optional.of(
                        new MillraceException(StandardError.BAD_RECORD, "9 rows are bad."))
                    : Optional.empty());
    Dataset<Row> diagnosed =
        numbers(9, 2)
            .select(
                RowFailures.raise(
                    StandardError.BAD_RECORD, mark[0], functions.lit("A row is bad.")));

    assertThat(engine.explain(catchThrowable(plain::collectAsList)).getMessage())
        .matches("Row \\d is bad\\.");
    MillraceException explained = engine.explain(catchThrowable(diagnosed::collectAsList));
    assertThat(explained).hasMessage("9 rows are bad.");
    assertThat(explained.code()).isEqualTo(StandardError.BAD_RECORD);
  }

  @Test
  void aClusterThatDoesNotAnswerIsToldAtOnce() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String master = "spark://127.0.0.1:" + free;

    assertThatThrownBy(() -> SparkEngine.open(settings(directory, master, Map.of())))
        .isInstanceOf(MillraceException.class)
        .hasMessage("The cluster at '" + master + "' can't be reached: Connection refused.");
  }

  @Test
  void anEngineOnASessionOfSomebodyElseLeavesItRunning() {
    SparkEngine guest = SparkEngine.open(settings(directory, "local[2]", Map.of()));

    guest.close();

    assertThat(guest.session().sparkContext().isStopped()).isFalse();
  }
}
