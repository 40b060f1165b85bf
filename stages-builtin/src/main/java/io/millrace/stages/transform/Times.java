package io.millrace.stages.transform;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import java.util.Optional;

/** Where a session's time zone decides what a value is. */
final class Times {
  private Times() {}

  /** Whether values hold points in time. */
  static boolean areIn(LogicalType type) {
    if (type instanceof ArrayOf array) {
      return areIn(array.element());
    }
    if (type instanceof StructOf struct) {
      return struct.fields().stream().map(Column::type).anyMatch(Times::areIn);
    }
    return type == Simple.TIMESTAMP;
  }

  /**
   * Whether a cast may ask for the zone. As a number, a point in time is the same anywhere.
   *
   * @param from empty, if not known
   */
  static boolean mayDecide(Optional<LogicalType> from, LogicalType to) {
    return areIn(to)
        || !to.isNumeric() && to != Simple.BOOLEAN && from.map(Times::areIn).orElse(true);
  }
}
