package io.millrace.testkit.memory.stages;

import io.millrace.testkit.memory.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds a stage's inputs by their names. */
final class Inputs {
  private Inputs() {}

  /** The input named {@code input}, which core always gives. */
  static Table main(Map<String, Table> inputs) {
    return named(inputs, "input");
  }

  /** What of a row tells it apart: the values of the keys; all, if there are none. */
  static List<Object> keys(Table rows, List<String> keys, List<Object> row) {
    return keys.isEmpty() ? row : keys.stream().map(key -> row.get(rows.indexOf(key))).toList();
  }

  /** The input of a name that core's check of the schema has found. */
  static Table named(Map<String, Table> inputs, String name) {
    return Objects.requireNonNull(inputs.get(name), () -> "no input '" + name + "'");
  }
}
