package io.millrace.spark.scoring;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import java.util.Optional;

/** Which casts have a portable form. */
public final class PortableCasts {
  private PortableCasts() {}

  /** Why a cast has none, as a clause for the user; empty if it has. */
  public static Optional<String> obstacle(LogicalType from, LogicalType to) {
    return from.equals(to) || isPortable(from, to)
        ? Optional.empty()
        : Optional.of("a cast of %s to %s has no portable form".formatted(from.text(), to.text()));
  }

  private static boolean isPortable(LogicalType from, LogicalType to) {
    if (!isScalar(from) || !isScalar(to)) {
      return false;
    }
    if (to == Simple.BINARY) {
      return from == Simple.STRING;
    }
    if (from == Simple.BINARY) {
      return to == Simple.STRING;
    }
    // Seconds with a fraction are cut in Spark's own ways.
    boolean fraction = from == Simple.FLOAT || from == Simple.DOUBLE || from instanceof DecimalOf;
    return to != Simple.TIMESTAMP || !fraction;
  }

  private static boolean isScalar(LogicalType type) {
    return type instanceof Simple || type instanceof DecimalOf;
  }
}
