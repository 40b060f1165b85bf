package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.ScoringRow;
import org.jspecify.annotations.Nullable;

/** Values in boxes, as arrays and structs hold them. */
final class Boxes {
  private Boxes() {}

  /** Sets a slot to what is in a box. */
  static void set(ScoringRow row, int slot, LogicalType type, @Nullable Object value) {
    if (value == null) {
      row.setNull(slot);
      return;
    }
    switch (Operand.kind(type)) {
      case NUMBER -> row.setNumber(slot, ((Number) value).doubleValue());
      case WHOLE ->
          row.setWhole(slot, value instanceof Boolean b ? b ? 1 : 0 : ((Number) value).longValue());
      case OBJECT -> row.setObject(slot, value);
    }
  }

  /** Puts what lies in a slot into a box. */
  static @Nullable Object get(ScoringRow row, int slot, LogicalType type) {
    if (row.isNull(slot)) {
      return null;
    }
    return switch (Operand.kind(type)) {
      case NUMBER -> type == Simple.FLOAT ? (Object) (float) row.number(slot) : row.number(slot);
      case WHOLE -> whole(row.whole(slot), type);
      case OBJECT -> row.object(slot);
    };
  }

  private static Object whole(long value, LogicalType type) {
    if (type == Simple.BOOLEAN) {
      return value != 0;
    }
    return type == Simple.INT || type == Simple.DATE ? (Object) (int) value : value;
  }
}
