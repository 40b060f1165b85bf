package io.millrace.storage.delta;

import java.math.BigInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps a small frame of many partitions from becoming many small files. Partitions are put
 * together where they lie: neither a shuffle nor a core less at work.
 */
final class FileCount {
  private static final long MEBIBYTE = 1L << 20;
  private static final long LARGE = 128 * MEBIBYTE;

  private FileCount() {}

  static Dataset<Row> sensible(Dataset<Row> frame) {
    BigInteger bytes = frame.queryExecution().optimizedPlan().stats().sizeInBytes().bigInteger();
    int cores = frame.sparkSession().sparkContext().defaultParallelism();
    return bytes.bitLength() >= Long.SIZE ? frame : frame.coalesce(most(bytes.longValue(), cores));
  }

  /**
   * The most files for so many bytes: one a mebibyte until all cores are at work, then whole rounds
   * of all cores with large files.
   */
  static int most(long bytes, int cores) {
    long spread = Math.min(cores, Math.max(1, bytes / MEBIBYTE));
    long rounds = bytes / LARGE / cores + 1;
    return (int) Math.min(bytes <= LARGE * cores ? spread : rounds * cores, Integer.MAX_VALUE);
  }
}
