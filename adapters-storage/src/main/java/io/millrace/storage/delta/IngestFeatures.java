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

/**
 * {@code ingest/features}: reads one version of a feature table, pinned when the run is planned.
 */
public final class IngestFeatures extends SparkStageFactory<IngestFeatures.Options> {
  /** Options of {@code ingest/features}. */
  @Exclusive({"version", "asOf"})
  public record Options(
      @Help("The feature table") @NotEmpty String table,
      @Help("The version to read; without it and asOf, the newest when the run is planned")
          @Range(min = 0)
          @Nullable Long version,
      @Help("Reads the version that was the newest then, as in 2026-11-20T10:00:00Z")
          @Nullable String asOf) {}

  /** For ServiceLoader. */
  public IngestFeatures() {
    super(
        "ingest/features",
        Options.class,
        "Reads a feature table, at its newest or at an earlier version",
        "table: telco\nversion: 3");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    String asOf = options.asOf();
    Instant time = asOf == null ? null : PointInTime.parse("asOf", asOf);
    return new FeatureIngestor(options.table(), options.version(), time);
  }
}
