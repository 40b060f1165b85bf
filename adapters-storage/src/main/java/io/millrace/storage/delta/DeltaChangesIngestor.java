package io.millrace.storage.delta;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads what changed in a Delta table: the rows that commits added, deleted or updated, with the
 * kind of change, the version and the time.
 *
 * @param from the first version whose changes are read
 * @param end the table at the last one
 */
record DeltaChangesIngestor(TablePath path, long from, DeltaIngestor end)
    implements Ingestor<Dataset<Row>>, NamedSource {
  static DeltaChangesIngestor of(TablePath path, long from, @Nullable Long to) {
    return new DeltaChangesIngestor(path, from, DeltaIngestor.at(path, to));
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    Schema schema = end.schema(context);
    requireChanges(Optional.empty());
    return schema.with(
        Column.nullable("_change_type", Simple.STRING),
        Column.nullable("_commit_version", Simple.LONG),
        Column.nullable("_commit_timestamp", Simple.TIMESTAMP));
  }

  @Override
  public List<Asset> sources(Optional<String> version) {
    return end.sources(version);
  }

  /** What an earlier version changed does not change: the last version tells all. */
  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return end.version(context);
  }

  @Override
  public boolean canRead(String planned, PlanContext<Dataset<Row>> context) {
    return end.canRead(planned, context)
        && end.reading(() -> end.log().versions().file(from)).isPresent();
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    long last = requireChanges(version);
    return end.reading(() -> end.log().changes(SparkSession.active(), from, last));
  }

  private long requireChanges(Optional<String> version) {
    long last = end.pinned(version);
    if (from > last) {
      throw DeltaIngestor.missing(
          "The Delta table at "
              + path.shown()
              + " has no version "
              + from
              + " yet; the newest that is read is "
              + last
              + ".");
    }
    if (end.log().versions().file(from).isEmpty()) {
      throw DeltaIngestor.missing(
          "The Delta table at "
              + path.shown()
              + " no longer has the changes of version "
              + from
              + "; start from a later one.");
    }
    for (long number : new long[] {from, last}) {
      if (!end.reading(() -> end.log().state(number)).keepsChanges()) {
        throw new MillraceException(
            StandardError.UNREADABLE_FILE,
            "The Delta table at "
                + path.shown()
                + " keeps no changes at version "
                + number
                + "; set its property delta.enableChangeDataFeed to true: changes are kept from"
                + " then on.");
      }
    }
    return last;
  }
}
