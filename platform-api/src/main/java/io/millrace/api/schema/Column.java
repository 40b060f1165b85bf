package io.millrace.api.schema;

import static java.util.Objects.requireNonNull;

/**
 * A column of a frame.
 *
 * @param name any text; compared exactly, case included
 * @param type the type of its values
 * @param nullable whether a value may be missing
 */
public record Column(String name, LogicalType type, boolean nullable) {
  public Column {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
  }

  /** A column whose values may be missing. */
  public static Column nullable(String name, LogicalType type) {
    return new Column(name, type, true);
  }

  /** A column whose values are never missing. */
  public static Column required(String name, LogicalType type) {
    return new Column(name, type, false);
  }
}
