package io.millrace.api;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import java.util.List;

/**
 * The columns that an ingestor adds to set bad rows aside, and that {@code sink/quarantine} takes
 * off: all missing for a good row.
 */
public final class QuarantineColumns {
  /** Why the row is bad, in words for a user. */
  public static final String REASON = "_bad_reason";

  /** The row as it stands in the source. */
  public static final String RECORD = "_bad_record";

  /** Where the source lies. */
  public static final String SOURCE = "_bad_source";

  /** All of them. */
  public static final List<String> ALL = List.of(REASON, RECORD, SOURCE);

  private QuarantineColumns() {}

  /** The schema of an ingestor that sets bad rows aside. */
  public static Schema addedTo(Schema schema) {
    return schema.with(ALL.stream().map(name -> Column.nullable(name, Simple.STRING)).toList());
  }
}
