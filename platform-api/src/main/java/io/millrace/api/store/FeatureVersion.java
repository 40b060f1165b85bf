package io.millrace.api.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * A version of a feature table.
 *
 * @param table the table's name
 * @param version counts from 0
 * @param time when it was made
 * @param operation what made it, as {@code WRITE} or {@code MERGE}
 * @param run the run that made it; empty text if none did
 * @param facts further figures, as {@code rows} or {@code files}
 */
public record FeatureVersion(
    String table,
    long version,
    Instant time,
    String operation,
    String run,
    Map<String, String> facts) {
  public FeatureVersion {
    requireNonNull(table, "table is null");
    requireNonNull(time, "time is null");
    requireNonNull(operation, "operation is null");
    requireNonNull(run, "run is null");
    facts = Map.copyOf(facts);
  }
}
