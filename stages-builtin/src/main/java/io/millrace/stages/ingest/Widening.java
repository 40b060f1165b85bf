package io.millrace.stages.ingest;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import java.util.Optional;

/** Which types hold all values of others, without loss. */
final class Widening {
  private static final int INT_DIGITS = 10;
  private static final int LONG_DIGITS = 19;

  private Widening() {}

  /** Whether each value of a type is one of the other. */
  static boolean fits(LogicalType type, LogicalType in) {
    return wider(type, in).filter(in::equals).isPresent();
  }

  /** The type that holds the values of both; empty if none does. */
  static Optional<LogicalType> wider(LogicalType a, LogicalType b) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    if (a instanceof VectorOf && b instanceof VectorOf) {
      return Optional.of(new VectorOf(VectorOf.UNKNOWN_SIZE));
    }
    if (holds(a, b)) {
      return Optional.of(a);
    }
    if (holds(b, a)) {
      return Optional.of(b);
    }
    boolean intAndFloat =
        isOneOf(a, Simple.INT, Simple.FLOAT) && isOneOf(b, Simple.INT, Simple.FLOAT);
    return intAndFloat ? Optional.of(Simple.DOUBLE) : Optional.empty();
  }

  private static boolean isOneOf(LogicalType type, Simple one, Simple other) {
    return type == one || type == other;
  }

  private static boolean holds(LogicalType wide, LogicalType narrow) {
    if (wide instanceof DecimalOf decimal) {
      return decimal.precision() - decimal.scale() >= integerDigits(narrow)
          && decimal.scale() >= (narrow instanceof DecimalOf other ? other.scale() : 0);
    }
    return (wide == Simple.LONG && narrow == Simple.INT)
        || (wide == Simple.DOUBLE && isOneOf(narrow, Simple.INT, Simple.FLOAT));
  }

  private static int integerDigits(LogicalType type) {
    if (type instanceof DecimalOf decimal) {
      return decimal.precision() - decimal.scale();
    }
    if (type == Simple.INT) {
      return INT_DIGITS;
    }
    return type == Simple.LONG ? LONG_DIGITS : Integer.MAX_VALUE;
  }
}
