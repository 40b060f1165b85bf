package io.millrace.testkit.memory.stages;

import io.millrace.testkit.memory.Table;
import java.util.Map;
import java.util.Objects;

/** Finds a stage's inputs by their names. */
final class Inputs {
  private Inputs() {}

  /** The input named {@code input}, which core always gives. */
  static Table main(Map<String, Table> inputs) {
    return named(inputs, "input");
  }

  /** The input of a name that core's check of the schema has found. */
  static Table named(Map<String, Table> inputs, String name) {
    return Objects.requireNonNull(inputs.get(name), () -> "no input '" + name + "'");
  }
}
