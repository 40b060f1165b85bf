package io.millrace.spark.api;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a supervised trainer reads, each the value of the option of that name.
 *
 * @param features a vector
 * @param label what is predicted
 * @param weightOrNull a number that weighs rows
 * @param eventOrNull whether the label is the time of an event (1 or true), or that time was later
 *     (0 or false); null where the label is no such time
 */
public record TrainerColumns(
    String features, String label, @Nullable String weightOrNull, @Nullable String eventOrNull) {
  public TrainerColumns {
    requireNonNull(features, "features is null");
    requireNonNull(label, "label is null");
  }

  /** Of a label that is no time of an event. */
  public TrainerColumns(String features, String label, @Nullable String weightOrNull) {
    this(features, label, weightOrNull, null);
  }

  /** The column that weighs rows. */
  public Optional<String> weight() {
    return Optional.ofNullable(weightOrNull);
  }

  /** The column that tells whether the label's event was seen. */
  public Optional<String> event() {
    return Optional.ofNullable(eventOrNull);
  }

  void check(Schema input, SparkMlTrainer.Task task, Problems problems) {
    input
        .column(features)
        .filter(column -> !(column.type() instanceof VectorOf))
        .ifPresent(
            column ->
                report(
                    column,
                    "features",
                    "is no vector: make one with transform/assemble",
                    problems));
    boolean classifies = task == SparkMlTrainer.Task.CLASSIFICATION;
    input
        .column(label)
        .filter(column -> !(classifies ? isClass(column.type()) : column.type().isNumeric()))
        .ifPresent(
            column ->
                report(
                    column,
                    "label",
                    classifies
                        ? "can't name classes: a label is a string, a number or a boolean"
                        : "is no number, which regression predicts",
                    problems));
    weight()
        .flatMap(input::column)
        .filter(column -> !column.type().isNumeric())
        .ifPresent(column -> report(column, "weight", "is no number", problems));
    event()
        .flatMap(input::column)
        .filter(column -> !column.type().isNumeric() && column.type() != Simple.BOOLEAN)
        .ifPresent(
            column ->
                report(
                    column,
                    "event",
                    "can't tell whether an event was seen: a boolean, or 0 and 1, can",
                    problems));
  }

  private static boolean isClass(LogicalType type) {
    return type.isNumeric() || type == Simple.STRING || type == Simple.BOOLEAN;
  }

  private static void report(Column column, String option, String what, Problems problems) {
    problems.report(
        option,
        StandardError.COLUMN_TYPE,
        "column '%s' of type %s %s".formatted(column.name(), column.type().text(), what));
  }
}
