package io.millrace.api.schema;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/** The type of a column, independent of the engine. Its text form is what users write and read. */
public sealed interface LogicalType {
  /** The types without parameters. */
  enum Simple implements LogicalType {
    BOOLEAN,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    DATE,
    TIMESTAMP,
    BINARY;

    @Override
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A decimal number.
   *
   * @param precision digits in all, 1 to 38
   * @param scale digits after the point, 0 to precision
   */
  record DecimalOf(int precision, int scale) implements LogicalType {
    public DecimalOf {
      if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "decimal(" + precision + "," + scale + "): precision is 1 to 38, scale 0 to precision");
      }
    }

    @Override
    public String text() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** A list of values of one type. */
  record ArrayOf(LogicalType element) implements LogicalType {
    public ArrayOf {
      requireNonNull(element, "element is null");
    }

    @Override
    public String text() {
      return "array<" + element.text() + ">";
    }
  }

  /** A nested row. */
  record StructOf(List<Column> fields) implements LogicalType {
    public StructOf {
      fields = List.copyOf(fields);
    }

    @Override
    public String text() {
      return fields.stream()
          .map(field -> field.name() + ":" + field.type().text())
          .collect(Collectors.joining(",", "struct<", ">"));
    }
  }

  /**
   * A vector of doubles, as learners take it.
   *
   * @param size number of slots; {@link #UNKNOWN_SIZE} where only fitting tells
   */
  record VectorOf(int size) implements LogicalType {
    /** The size of a vector whose size only fitting tells. */
    public static final int UNKNOWN_SIZE = -1;

    @Override
    public String text() {
      return size == UNKNOWN_SIZE ? "vector" : "vector(" + size + ")";
    }
  }

  /** As users write it: {@code double}, {@code decimal(10,2)}, {@code array<string>} … */
  String text();

  /** Whether values are numbers: int, long, float, double or decimal. */
  default boolean isNumeric() {
    return this == Simple.INT
        || this == Simple.LONG
        || this == Simple.FLOAT
        || this == Simple.DOUBLE
        || this instanceof DecimalOf;
  }

  /**
   * Reads the text form; case and blanks don't matter.
   *
   * @throws IllegalArgumentException with a message for the user, if the text names no type
   */
  static LogicalType parse(String text) {
    return TypeParser.parse(text);
  }
}
