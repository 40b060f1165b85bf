package io.millrace.storage.delta;

import io.millrace.api.output.Output;
import io.millrace.api.store.Publication;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * How a frame goes into a table, be it a feature table or one of the user's own.
 *
 * @param mode what happens to the rows of the version before
 * @param keys the columns that identify a row; may be empty unless rows are merged
 * @param evolveSchema whether new columns may be added to the table, and types widened
 * @param replaceOrNull which rows are replaced; for {@link Mode#REPLACE} only
 * @param application Delta's name for the writer of transactions that belong together
 * @param properties of a table that is made by this
 * @param remedy what to do about a schema that differs
 * @param anySchema whether rows may come that have nothing in common with those that they replace
 * @param batchOrNull the number of the batch, if the application writes one after the other; it is
 *     the version of the transaction then, so that it tells alone whether a batch is there
 */
record TableWrite(
    Mode mode,
    List<String> keys,
    boolean evolveSchema,
    @Nullable String replaceOrNull,
    String application,
    Map<String, String> properties,
    String remedy,
    boolean anySchema,
    @Nullable Long batchOrNull) {
  TableWrite {
    keys = List.copyOf(keys);
    properties = Map.copyOf(properties);
  }

  /** What happens to the rows of the version before. */
  enum Mode {
    CREATE,
    APPEND,
    OVERWRITE,
    MERGE,
    REPLACE
  }

  /** What every feature table is made with; the reasons are in docs/decisions. */
  private static final Map<String, String> FEATURES =
      Map.of(
          "delta.columnMapping.mode", "name",
          "delta.enableInCommitTimestamps", "true",
          "delta.logRetentionDuration", "interval 365 days",
          "delta.deletedFileRetentionDuration", "interval 365 days",
          "delta.setTransactionRetentionDuration", "interval 365 days");

  /** Parquet's own names hold none of these, so that they need a mapping. */
  private static final Pattern MAPPED = Pattern.compile("[ ,;{}()\n\t=]");

  static TableWrite of(Publication publication, String application) {
    return new TableWrite(
        Mode.valueOf(publication.mode().name()),
        publication.keys(),
        publication.evolveSchema(),
        null,
        application,
        FEATURES,
        "set evolveSchema: true to let the table change with it, or publish to another table.",
        false,
        null);
  }

  static TableWrite of(Output output, String application, StructType frame) {
    boolean mapped = Stream.of(frame.fieldNames()).anyMatch(name -> MAPPED.matcher(name).find());
    return new TableWrite(
        Mode.valueOf(output.mode().name()),
        output.keys(),
        false,
        output.replace(),
        application,
        mapped ? Map.of("delta.columnMapping.mode", "name") : Map.of(),
        "overwrite the table, or write to another one.",
        output.mode() == Output.Mode.OVERWRITE,
        null);
  }

  /** The same as one batch of several. */
  TableWrite inBatch(long batch) {
    return new TableWrite(
        mode, keys, evolveSchema, replaceOrNull, application, properties, remedy, anySchema, batch);
  }

  /**
   * Whether this is a batch that is there already.
   *
   * @param last the version that its application noted last
   */
  boolean isBatchDone(Optional<Long> last) {
    return batchOrNull != null && last.orElse(-1L) >= batchOrNull;
  }

  /** The same behind what its application wrote: only the first batch finds nothing there. */
  TableWrite behind(Optional<Long> last) {
    return batchOrNull == null || mode != Mode.CREATE || last.isEmpty()
        ? this
        : new TableWrite(
            Mode.APPEND,
            keys,
            evolveSchema,
            replaceOrNull,
            application,
            properties,
            remedy,
            anySchema,
            batchOrNull);
  }

  /** Whether no row of the version before stays. */
  boolean replacesTable() {
    return mode == Mode.OVERWRITE || mode == Mode.CREATE;
  }
}
