package io.millrace.serving.model;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;

/** How {@link io.millrace.model.scoring.ScoringRow} holds the values of a type. */
enum ValueKind {
  /** Float and double. */
  NUMBER,
  /** Int, long, boolean, date and timestamp. */
  WHOLE,
  /** Vector. */
  VECTOR,
  /** All others. */
  OBJECT;

  static ValueKind of(LogicalType type) {
    if (type instanceof VectorOf) {
      return VECTOR;
    }
    if (!(type instanceof Simple simple)) {
      return OBJECT;
    }
    return switch (simple) {
      case FLOAT, DOUBLE -> NUMBER;
      case INT, LONG, BOOLEAN, DATE, TIMESTAMP -> WHOLE;
      case STRING, BINARY -> OBJECT;
    };
  }
}
