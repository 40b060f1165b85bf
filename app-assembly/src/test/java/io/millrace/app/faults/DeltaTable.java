package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Delta table that processes write, looked at from outside.
 *
 * @param path where it lies
 */
record DeltaTable(Path path) {
  /** Its versions; 0 if it is not there. */
  long commits() {
    return files(path.resolve("_delta_log"), ".json");
  }

  /** Its data files, be they committed or not. */
  long dataFiles() {
    return files(path, ".parquet");
  }

  private static long files(Path directory, String ending) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending) && !name.startsWith("."))
          .count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /**
   * {@code kill -9} of a process that wrote data and is about to commit it: the lock that a commit
   * takes on local disks holds it there. The table's directory must be there.
   */
  void killBeforeItsCommit(Callable<CliProcess> start) throws Exception {
    long before = dataFiles();
    try (FileChannel channel =
            FileChannel.open(
                path.resolve("_millrace.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      CliProcess process = start.call();
      assertThat(process.await(() -> dataFiles() > before)).isTrue();
      process.kill();
    }
  }

  /** A session that reads tables; to be closed. */
  static SparkSession session() {
    return SparkSession.builder()
        .master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .getOrCreate();
  }

  /** Its rows. */
  Dataset<Row> rows(SparkSession session) {
    return session.read().format("delta").load(path.toString());
  }
}
