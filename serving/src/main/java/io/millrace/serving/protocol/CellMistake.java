package io.millrace.serving.protocol;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.serving.model.CallRefused;

/** The sentences about values that a signature does not take; rows count from 0. */
final class CellMistake {
  /** A value is shown up to here: a body must not come back in an error. */
  private static final int SHOWN = 60;

  private CellMistake() {}

  static CallRefused isNull(int row, Column column) {
    return CallRefused.badInput(
        "Row %d, column '%s' is null, and the model takes no null there."
            .formatted(row, column.name()));
  }

  static CallRefused isNo(int row, Column column, String shown) {
    return CallRefused.badInput(
        "Row %d, column '%s' is %s, and the model takes %s."
            .formatted(row, column.name(), shown, described(column.type())));
  }

  static CallRefused text(int row, Column column, String text) {
    return isNo(row, column, quoted(text));
  }

  static CallRefused lacks(int row, Column column) {
    return CallRefused.badInput(
        "Row %d lacks the column '%s'; a missing value is written as null."
            .formatted(row, column.name()));
  }

  static CallRefused twice(int row, Column column) {
    return CallRefused.badInput(
        "Row %d names the column '%s' twice.".formatted(row, column.name()));
  }

  /** A text in quotes, shortened. */
  static String quoted(String text) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return "'" + Json.wellFormed(shown) + "'";
  }

  /** A number as it was written, shortened. */
  static String shortened(String number) {
    return number.length() > SHOWN ? number.substring(0, SHOWN) + "…" : number;
  }

  private static String described(LogicalType type) {
    if (type instanceof VectorOf vector) {
      return vector.size() == VectorOf.UNKNOWN_SIZE
          ? "a list of numbers"
          : "a list of %d numbers".formatted(vector.size());
    }
    if (type instanceof ArrayOf || type instanceof StructOf) {
      return "a value of the type " + type.text();
    }
    if (!(type instanceof Simple simple)) {
      return "a number of the type " + type.text();
    }
    return switch (simple) {
      case BOOLEAN -> "true or false";
      case INT -> "a whole number of 32 bits";
      case LONG -> "a whole number of 64 bits";
      case FLOAT -> "a number within the range of float";
      case DOUBLE -> "a number within the range of double";
      case STRING -> "a text";
      case DATE -> "a date as '2026-01-31'";
      case TIMESTAMP -> "a time as '2026-01-31T23:59:59Z'";
      case BINARY -> "bytes in Base64";
    };
  }
}
