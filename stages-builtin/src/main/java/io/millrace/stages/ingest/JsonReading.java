package io.millrace.stages.ingest;

import io.millrace.spark.api.record.BadRows;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How JSON files are read, as it goes to Spark's source.
 *
 * @param documents whether a file is one document instead of an object a line
 * @param rows the field of a document that holds the rows; empty for the document itself
 * @param badRows what happens to bad rows; null where only the texts of records are wanted
 * @param checked whether a field that is no column fails the job
 * @param rescued whether it goes to a column of its own
 * @param followed whether nothing in a file may fail the job: a field that is no column makes a bad
 *     row, too
 * @param mark of the diagnosis that a bad row calls for
 */
record JsonReading(
    boolean documents,
    String rows,
    @Nullable BadRows badRows,
    boolean checked,
    boolean rescued,
    boolean followed,
    String mark)
    implements Serializable {
  private static final String PREFIX = "millrace.";

  /** For the texts alone. */
  static JsonReading texts(boolean documents, @Nullable String rows) {
    return new JsonReading(documents, rows == null ? "" : rows, null, false, false, false, "");
  }

  Map<String, String> toOptions() {
    return Map.of(
        // Spark's own: such a file is not cut into pieces.
        "multiLine",
        String.valueOf(documents),
        PREFIX + "rows",
        rows,
        PREFIX + "bad",
        badRows == null ? "" : badRows.name().toLowerCase(Locale.ROOT),
        PREFIX + "checked",
        String.valueOf(checked),
        PREFIX + "rescued",
        String.valueOf(rescued),
        PREFIX + "followed",
        String.valueOf(followed),
        PREFIX + "mark",
        mark);
  }

  /** From the options that Spark hands on. */
  static JsonReading of(Map<String, String> options) {
    String bad = options.getOrDefault(PREFIX + "bad", "");
    return new JsonReading(
        Boolean.parseBoolean(options.get("multiLine")),
        options.getOrDefault(PREFIX + "rows", ""),
        bad.isEmpty() ? null : BadRows.valueOf(bad.toUpperCase(Locale.ROOT)),
        Boolean.parseBoolean(options.get(PREFIX + "checked")),
        Boolean.parseBoolean(options.get(PREFIX + "rescued")),
        Boolean.parseBoolean(options.get(PREFIX + "followed")),
        options.getOrDefault(PREFIX + "mark", ""));
  }
}
