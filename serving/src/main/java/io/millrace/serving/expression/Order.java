package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.ScoringRow;
import java.util.Arrays;

/** How two values that are there compare. */
@FunctionalInterface
interface Order {
  /** Negative, zero or positive. */
  int compare(ScoringRow row, int a, int b);

  /** Spark's order of a type's values. */
  static Order of(LogicalType type, Call call) {
    return switch (Operand.kind(type)) {
      case NUMBER -> (row, a, b) -> compare(row.number(a), row.number(b));
      case WHOLE -> (row, a, b) -> Long.compare(row.whole(a), row.whole(b));
      case OBJECT -> ofObjects(type, call);
    };
  }

  private static Order ofObjects(LogicalType type, Call call) {
    if (type == Simple.STRING) {
      return (row, a, b) -> Utf8.compare((String) row.object(a), (String) row.object(b));
    }
    if (type instanceof DecimalOf) {
      return (row, a, b) -> Decimals.at(row, a).compareTo(Decimals.at(row, b));
    }
    if (type == Simple.BINARY) {
      return (row, a, b) -> Arrays.compareUnsigned((byte[]) row.object(a), (byte[]) row.object(b));
    }
    throw call.noSuchTypes();
  }

  /**
   * What is no number is the greatest, and equal to itself; zeros are equal whatever their sign.
   */
  static int compare(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }
}
