package io.millrace.core.score;

import io.millrace.api.Engine;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each scored row says of its origin.
 *
 * @param model the model's name
 * @param versionOrNull the registered version; null for a package that is not registered
 * @param packageHash the package's own hash, which tells versions apart wherever they are
 * @param job the job that scored the row
 * @param time when the job began
 */
public record Stamp(
    String model, @Nullable Integer versionOrNull, String packageHash, String job, Instant time) {
  /** The columns of a stamp, behind those of the predictions. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.nullable("scored_by_model", Simple.STRING),
          Column.nullable("scored_by_version", Simple.INT),
          Column.nullable("scored_by_package", Simple.STRING),
          Column.nullable("scored_by_job", Simple.STRING),
          Column.nullable("scored_at", Simple.TIMESTAMP));

  /**
   * Refuses columns that the stamp would hide.
   *
   * @throws MillraceException DUPLICATE_COLUMN
   */
  public static void requireRoom(Schema schema) {
    List<String> taken =
        COLUMNS.stream().map(Column::name).filter(schema.names()::contains).toList();
    if (!taken.isEmpty()) {
      throw new MillraceException(
          StandardError.DUPLICATE_COLUMN,
          "the rows to score have %s already, where the stamp of this scoring would go; leave the stamp out (--no-stamp, or stamp: false), or rename what they have"
              .formatted(String.join(", ", taken)));
    }
  }

  /** The frame with the stamp in each row. */
  <D> D on(D frame, Engine<D> engine) {
    requireRoom(engine.schema(frame));
    // Stores keep no more than microseconds.
    Instant rounded = time.truncatedTo(ChronoUnit.MILLIS);
    return engine.withConstants(
        frame, COLUMNS, Arrays.asList(model, versionOrNull, packageHash, job, rounded));
  }
}
