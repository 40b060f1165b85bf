package io.millrace.storage.delta;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
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
  @Exclusive({"version", "timestamp", "changes"})
  public record Options(
      @Help("The table's directory, local or on any file system that Spark reads") @NotEmpty
          String path,
      @Help("The version to read; without it and timestamp, the newest when the run is planned")
          @Range(min = 0)
          @Nullable Long version,
      @Help("Reads the version that was the newest then, as in 2026-11-20T10:00:00Z")
          @Nullable String timestamp,
      @Help(
              "Reads what changed instead of the rows: those added, deleted and updated, with"
                  + " _change_type, _commit_version and _commit_timestamp")
          @Nullable Changes changes,
      @Help("How the table is followed by a stream") @Default("{}") Following stream) {}

  /** How a table is followed. */
  public record Following(
      @Help(
              "The first version whose rows are read; without it all rows of the table as it is at"
                  + " the start, then what is added")
          @Range(min = 0)
          @Nullable Long from,
      @Help(
              "Whether commits that delete or change rows are passed over, with the rows that they"
                  + " write; without it they end the stream")
          @Default("false")
          boolean skipChanges,
      @Help("How many of the table's files a batch reads at most") @Default("1000") @Range(min = 1)
          int maxFiles) {
    /** All rows, then what is added. */
    public static final Following ALL = new Following(null, false, 1000);
  }

  /** Which changes of a table are read. */
  public record Changes(
      @Help("The first version whose changes are read") @Range(min = 0) long from,
      @Help("The last one; without it, the newest when the run is planned") @Range(min = 0)
          @Nullable Long to) {}

  /** For ServiceLoader. */
  public IngestDelta() {
    super(
        "ingest/delta",
        Options.class,
        "Reads a Delta table, at its newest or at an earlier version, or what changed in it",
        "path: data/customers\nversion: 3");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    TablePath path = TablePath.parse(options.path());
    Changes changes = options.changes();
    if (changes != null) {
      if (changes.to() != null && changes.to() < changes.from()) {
        throw new IllegalArgumentException(
            "changes: from (%d) lies behind to (%d)".formatted(changes.from(), changes.to()));
      }
      return DeltaChangesIngestor.of(path, changes.from(), changes.to());
    }
    String timestamp = options.timestamp();
    Instant asOf = timestamp == null ? null : PointInTime.parse("timestamp", timestamp);
    return new DeltaIngestor(path, options.version(), asOf, options.stream());
  }
}
