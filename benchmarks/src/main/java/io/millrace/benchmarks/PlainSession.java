package io.millrace.benchmarks;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The session of programs written by hand: with the settings of Millrace's local mode. */
final class PlainSession {
  private PlainSession() {}

  static SparkSession start(Path output) {
    int cores = Runtime.getRuntime().availableProcessors();
    return SparkSession.builder()
        .master("local[*]")
        .appName("by-hand")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", cores)
        .config("spark.sql.adaptive.coalescePartitions.initialPartitionNum", 8 * cores)
        .config("spark.databricks.delta.snapshotPartitions", Math.min(cores, 2))
        .config("spark.sql.warehouse.dir", output.resolve("warehouse").toString())
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .getOrCreate();
  }
}
