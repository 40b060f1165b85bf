package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;

/**
 * Where a value lies once its work has run.
 *
 * @param slot the slot
 * @param type the type of what lies there
 * @param work what sets the slot; does nothing for columns
 */
record Operand(int slot, LogicalType type, StepWork work) {
  /** What columns need: their slots are set. */
  static final StepWork NONE = row -> {};

  /** In which of a row's arrays a value lies. */
  enum Kind {
    /** Float and double. */
    NUMBER,
    /** Int, long, boolean, date, timestamp. */
    WHOLE,
    /** All others. */
    OBJECT
  }

  static Kind kind(LogicalType type) {
    if (type == Simple.FLOAT || type == Simple.DOUBLE) {
      return Kind.NUMBER;
    }
    boolean whole =
        type == Simple.INT
            || type == Simple.LONG
            || type == Simple.BOOLEAN
            || type == Simple.DATE
            || type == Simple.TIMESTAMP;
    return whole ? Kind.WHOLE : Kind.OBJECT;
  }

  /** In which of a row's arrays the value lies. */
  Kind kind() {
    return kind(type);
  }

  /** Whether the value is there; computes it before. */
  boolean present(ScoringRow row) {
    work.run(row);
    return !row.isNull(slot);
  }

  /** Whether the value is there and true; computes it before. */
  boolean isTrue(ScoringRow row) {
    work.run(row);
    return !row.isNull(slot) && row.whole(slot) != 0;
  }
}
