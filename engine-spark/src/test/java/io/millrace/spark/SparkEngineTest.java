package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.Engine;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.StageFigures;
import io.millrace.spark.api.RowFailures;
import java.net.ServerSocket;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an engine tells, whose jobs it counts, and how failures are explained. */
@ExtendWith(SharedEngine.class)
final class SparkEngineTest {
  private static final CountDownLatch CANCELLED = new CountDownLatch(1);

  @TempDir private Path directory;
  private final SparkEngine engine;

  SparkEngineTest(SparkEngine engine) {
    this.engine = engine;
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
          EngineFrames.numbers(engine, 1_000, 3).write().parquet(source.toString());
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
          engine.inStage("inner", () -> EngineFrames.numbers(engine, 10, 1).collectAsList());
          engine.inStage("inner", () -> EngineFrames.numbers(engine, 10, 1).collectAsList());
          return EngineFrames.numbers(engine, 10, 1).collectAsList();
        });

    assertThat(engine.figures("outer").jobs()).isEqualTo(1);
    assertThat(engine.figures("inner").jobs()).isEqualTo(2);
  }

  @Test
  void cancellingStopsTheJobsThatRun() throws Exception {
    CompletableFuture<Object> job =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return engine.inStage("endless", this::waitForCancellation);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(CANCELLED.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(engine.progress("endless").total()).isEqualTo(1);
    assertThat(engine.progress("endless").finished()).isZero();
    assertThat(engine.progress("another")).isEqualTo(Engine.Progress.NONE);

    engine.cancel();

    assertThatThrownBy(() -> job.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }

  private Object waitForCancellation() {
    return EngineFrames.numbers(engine, 1, 1)
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
    Throwable failure = catchThrowable(() -> EngineFrames.numbers(engine, 1, 1).select("idd"));

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
        EngineFrames.numbers(engine, 9, 2)
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
        EngineFrames.numbers(engine, 9, 2)
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

    assertThatThrownBy(() -> SparkEngine.open(SharedEngine.settings(directory, master, Map.of())))
        .isInstanceOf(MillraceException.class)
        .hasMessage("The cluster at '" + master + "' can't be reached: Connection refused.");
  }

  @Test
  void anEngineOnASessionOfSomebodyElseLeavesItRunning() {
    SparkEngine guest = SparkEngine.open(SharedEngine.settings(directory, "local[2]", Map.of()));

    guest.close();

    assertThat(guest.session().sparkContext().isStopped()).isFalse();
  }
}
