package io.millrace.storage.delta;

import io.millrace.model.requestlog.SegmentName;
import io.millrace.model.requestlog.SegmentRows;
import io.millrace.spark.api.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** Segments of request logs as a frame, read where its tasks run, a row at a time. */
final class RequestRows {
  /** JSON repeats its names in each row; Parquet does not. */
  private static final int SMALLER_IN_PARQUET = 5;

  private RequestRows() {}

  /**
   * The rows of closed segments.
   *
   * @param damaged counts the lines that are left out
   */
  static Dataset<Row> of(SparkSession session, List<Path> segments, LongAccumulator damaged) {
    List<String> files = segments.stream().map(file -> file.toAbsolutePath().toString()).toList();
    int cores = session.sparkContext().defaultParallelism();
    int parts = Math.min(FileCount.most(bytes(segments) / SMALLER_IN_PARQUET, cores), files.size());
    return session
        .createDataset(files, Encoders.STRING())
        .repartition(Math.max(1, parts))
        .flatMap(
            (FlatMapFunction<String, Row>) file -> new Rows(Path.of(file), damaged),
            Encoders.row(Schemas.toSpark(RequestColumns.SCHEMA)));
  }

  static long bytes(List<Path> files) {
    long bytes = 0;
    try {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  private static final class Rows implements Iterator<Row> {
    private final SegmentName name;
    private final SegmentRows rows;
    private final LongAccumulator damaged;
    private boolean over;

    Rows(Path file, LongAccumulator damaged) throws IOException {
      this.name = SegmentName.ofClosed(file).orElseThrow();
      this.rows = SegmentRows.of(file);
      this.damaged = damaged;
      TaskContext.get()
          .addTaskCompletionListener(
              task -> {
                try {
                  rows.close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }

    @Override
    public boolean hasNext() {
      if (over || rows.hasNext()) {
        return !over;
      }
      over = true;
      damaged.add(rows.check().damaged() + (rows.check().tornBytes() > 0 ? 1 : 0));
      return false;
    }

    @Override
    public Row next() {
      return RequestColumns.row(rows.next(), name);
    }
  }
}
