package io.millrace.stages.combine;

import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What combiners of a single frame have in common. */
final class OneInput {
  private OneInput() {}

  /** The columns of the only input; empty and reported, if there are several. */
  static Optional<Schema> of(Map<String, Schema> inputs, String stage, Problems problems) {
    if (inputs.size() != 1) {
      problems.report(
          "",
          StandardError.INVALID_OPTION,
          "%s takes one input, not %d; combine them before".formatted(stage, inputs.size()));
      return Optional.empty();
    }
    return Optional.of(inputs.values().iterator().next());
  }

  /** Reports columns that are not there. */
  static void require(Schema input, List<String> names, String option, Problems problems) {
    for (int i = 0; i < names.size(); i++) {
      require(input, names.get(i), option + "[" + i + "]", problems);
    }
  }

  /** Reports a column that is not there. */
  static void require(Schema input, String name, String option, Problems problems) {
    if (!input.has(name)) {
      problems.report(
          option,
          StandardError.UNKNOWN_COLUMN,
          "the input has no column '%s'; it has %s"
              .formatted(name, String.join(", ", input.names())));
    }
  }

  /** Reports a column that a summary can't be made of. */
  static void checkType(
      Schema input, String name, Summary summary, String option, Problems problems) {
    input
        .column(name)
        .filter(column -> !summary.accepts(column.type()))
        .ifPresent(
            column ->
                problems.report(
                    option,
                    StandardError.COLUMN_TYPE,
                    "column '%s' has the type %s, and %s takes %s"
                        .formatted(name, column.type().text(), summary.text(), summary.taken())));
  }

  /** Columns added one by one; a second one of a name is reported. */
  static Schema with(Schema schema, Column column, String option, Problems problems) {
    if (schema.has(column.name())) {
      problems.report(
          option,
          StandardError.DUPLICATE_COLUMN,
          "there would be two columns '%s'".formatted(column.name()));
      return schema;
    }
    return schema.with(column);
  }
}
