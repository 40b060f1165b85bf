package io.millrace.storage.delta;

import io.millrace.api.Stage;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code ingest/delta}: reads one version of a Delta table, pinned when the run is planned. */
public final class IngestDelta extends SparkStageFactory<IngestDelta.Options> {
  /** Options of {@code ingest/delta}. */
  @Exclusive({"version", "timestamp"})
  public record Options(
      @Help("The table's directory, local or on any file system that Spark reads") @NotEmpty
          String path,
      @Help("The version to read; without it and timestamp, the newest when the run is planned")
          @Range(min = 0)
          @Nullable Long version,
      @Help("Reads the version that was the newest then, as in 2026-11-20T10:00:00Z")
          @Nullable String timestamp) {}

  /** For ServiceLoader. */
  public IngestDelta() {
    super(
        "ingest/delta",
        Options.class,
        "Reads a Delta table, at its newest or at an earlier version",
        "path: data/customers\nversion: 3");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    String timestamp = options.timestamp();
    Instant asOf = timestamp == null ? null : PointInTime.parse("timestamp", timestamp);
    return new DeltaIngestor(TablePath.parse(options.path()), options.version(), asOf);
  }
}
