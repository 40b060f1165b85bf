package io.millrace.storage.delta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.output.Output;
import io.millrace.api.output.Written;
import io.millrace.api.stream.BatchKey;
import io.millrace.testkit.spark.SparkExtension;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Batches of a stream, one after the other, into a table. */
@ExtendWith(SparkExtension.class)
final class DeltaBatchesTest {
  /** Whether another process still writes the batch whose rows are being made. */
  private static final AtomicBoolean RIVAL = new AtomicBoolean();

  private final SparkSession session;
  @TempDir private Path home;

  DeltaBatchesTest(SparkSession session) {
    this.session = session;
  }

  private String table() {
    return home.resolve("scores").toString();
  }

  private Dataset<Row> row(long id) {
    return session.range(id, id + 1, 1, 1).toDF("id");
  }

  /** The rows of a batch, during whose making another process writes the same one. */
  private Dataset<Row> contested(BatchKey key, long id) {
    String table = table();
    String application = key.application();
    long batch = key.batch();
    UDF1<Long, Long> rival =
        value -> {
          if (RIVAL.getAndSet(false)) {
            Thread other =
                new Thread(
                    () ->
                        SparkSession.active()
                            .range(value, value + 1, 1, 1)
                            .toDF("id")
                            .write()
                            .format("delta")
                            .mode("append")
                            .option("txnAppId", application)
                            .option("txnVersion", batch)
                            .save(table));
            other.start();
            other.join();
          }
          return value;
        };
    return row(id)
        .select(functions.udf(rival, DataTypes.LongType).apply(functions.col("id")).as("id"));
  }

  @Test
  void aBatchThatAnotherProcessWritesMeanwhileLiesThereOnce() {
    DeltaOutputWriter writer = new DeltaOutputWriter();
    Output output = Output.path(table(), Output.Mode.CREATE);
    writer.write(row(0), output, new BatchKey("s", "rows", 0));
    BatchKey second = new BatchKey("s", "rows", 1);
    RIVAL.set(true);

    Written written = writer.write(contested(second, 1), output, second);
    Written later = writer.write(row(2), output, new BatchKey("s", "rows", 2));

    assertThat(RIVAL).isFalse();
    assertThat(written.rows()).isEqualTo(-1);
    assertThat(later.facts()).containsEntry("version", "2");
    assertThat(session.read().format("delta").load(table()).collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactlyInAnyOrder(0L, 1L, 2L);
  }

  /** The hint where the last checkpoint is, the newest commit, and that of the batch. */
  @Test
  void aBatchReadsThreeFilesOfTheLogHoweverLongThatIs() {
    TablePath path = TablePath.parse(table());
    AtomicInteger opened = new AtomicInteger();
    TableLog log = new TableLog(counting(FileAccess.to(path), opened), path, "the Delta table");
    Output output = Output.path(table(), Output.Mode.CREATE);
    List<Integer> files = new ArrayList<>();
    for (long batch = 0; batch < 6; batch++) {
      opened.set(0);
      Dataset<Row> row = row(batch);
      TableWrite write = TableWrite.of(output, "s/rows", row.schema()).inBatch(batch);

      assertThat(
              new DeltaPublisher(log)
                  .publishBatch(row, write, new EffectKey("s", "rows", Long.toString(batch))))
          .hasValueSatisfying(commit -> assertThat(commit.figures()).isPresent())
          .map(Commit::version)
          .hasValue(batch);
      files.add(opened.get());
    }

    assertThat(files).containsExactly(2, 3, 3, 3, 3, 3);
  }

  private static FileIO counting(FileIO files, AtomicInteger opened) {
    return (FileIO)
        Proxy.newProxyInstance(
            FileIO.class.getClassLoader(),
            new Class<?>[] {FileIO.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("newInputFile")) {
                opened.incrementAndGet();
              }
              try {
                return method.invoke(files, arguments);
              } catch (InvocationTargetException e) {
                throw requireNonNull(e.getCause());
              }
            });
  }
}
