package io.millrace.serving.protocol.v2;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import java.util.Set;

/** The protocol's names for types. */
final class Datatype {
  private static final Set<String> NUMBERS =
      Set.of(
          "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32",
          "FP64");

  private Datatype() {}

  /**
   * The datatype of a column. Dates, times, bytes and decimals are BYTES that hold the text that
   * stands for them in JSON; arrays and structs are BYTES that hold JSON.
   */
  static String of(LogicalType type) {
    if (type instanceof VectorOf) {
      return "FP64";
    }
    if (!(type instanceof Simple simple)) {
      return "BYTES";
    }
    return switch (simple) {
      case BOOLEAN -> "BOOL";
      case INT -> "INT32";
      case LONG -> "INT64";
      case FLOAT -> "FP32";
      case DOUBLE -> "FP64";
      case STRING, DATE, TIMESTAMP, BINARY -> "BYTES";
    };
  }

  static boolean isKnown(String datatype) {
    return datatype.equals("BOOL") || datatype.equals("BYTES") || NUMBERS.contains(datatype);
  }

  /** Whether a column may be sent so: numbers of any width, since each value is checked. */
  static boolean fits(String datatype, LogicalType type) {
    String own = of(type);
    return own.equals(datatype) || NUMBERS.contains(own) && NUMBERS.contains(datatype);
  }

  /** The length of a column's second dimension; -1 where it varies. */
  static int width(LogicalType type) {
    return type instanceof VectorOf vector ? vector.size() : 1;
  }

  /** Whether values of the type are JSON within a text. */
  static boolean isNested(LogicalType type) {
    return type instanceof LogicalType.ArrayOf || type instanceof LogicalType.StructOf;
  }
}
