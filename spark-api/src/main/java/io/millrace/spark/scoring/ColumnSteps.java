package io.millrace.spark.scoring;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringStep;
import java.util.List;
import java.util.Map;

/** Steps that the built-in stages and Spark's own classes have in common. */
public final class ColumnSteps {
  /** Why a row with an unseen category is left out. */
  public static final String UNSEEN = "it holds a category that no training row does";

  private ColumnSteps() {}

  /**
   * Numbers texts.
   *
   * @param handleInvalid keep, skip or error; skip gives null, which the caller drops
   * @param refusal a sentence with one {@code %s} for the value
   */
  public static ScoringStep index(
      String column, String output, List<String> labels, String handleInvalid, String refusal) {
    ScoringStep step =
        ScoringStep.of("string-index")
            .reading(column)
            .adding(output, Simple.DOUBLE)
            .with("labels", labels);
    return switch (handleInvalid) {
      case "keep" -> step.with("invalid", labels.size());
      case "skip" -> step.with("invalid", "null");
      default -> step.with("invalid", null).with("refusal", refusal);
    };
  }

  /** A step that reads and sets columns of other names. */
  public static ScoringStep renamed(
      ScoringStep step, Map<String, String> inputs, Map<String, String> outputs) {
    return new ScoringStep(
        step.operator(),
        step.inputs().stream().map(name -> inputs.getOrDefault(name, name)).toList(),
        step.outputs().stream()
            .map(
                column ->
                    new Column(
                        outputs.getOrDefault(column.name(), column.name()),
                        column.type(),
                        column.nullable()))
            .toList(),
        step.params(),
        step.arrays());
  }

  /** Puts columns into a vector; a missing value is refused. */
  public static ScoringStep assemble(
      List<String> columns, String output, String advice, StepDraft draft) {
    List<String> refusals =
        columns.stream()
            .map(
                name ->
                    "The column '%s' holds %%s: fill it with transform/impute, or %s."
                        .formatted(name.replace("%", "%%"), advice))
            .toList();
    return assembled(columns, output, draft).with("refusals", refusals);
  }

  /** Puts columns into a vector; a missing value becomes NaN in all its slots. */
  public static ScoringStep assembleKeeping(List<String> columns, String output, StepDraft draft) {
    int[] widths =
        columns.stream().mapToInt(name -> draft.isVector(name) ? draft.slots(name) : 1).toArray();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] < 0) {
        throw Refusals.of(
            "the vector column '%s' doesn't say how long it is".formatted(columns.get(i)));
      }
    }
    return assembled(columns, output, draft).withArray("widths", widths);
  }

  private static ScoringStep assembled(List<String> columns, String output, StepDraft draft) {
    int size = 0;
    for (String name : columns) {
      int slots = draft.isVector(name) ? draft.slots(name) : 1;
      size = size < 0 || slots < 0 ? -1 : size + slots;
    }
    List<String> inputs =
        columns.stream().map(name -> draft.isVector(name) ? name : draft.doubles(name)).toList();
    return ScoringStep.of("assemble").reading(inputs).adding(output, StepDraft.vector(size));
  }

  /**
   * Hashes columns into a vector.
   *
   * @param names what is hashed for each column
   * @param categories those of the names whose numbers are categories
   */
  public static ScoringStep hash(
      List<String> columns, List<String> names, List<String> categories, String output, int slots) {
    return ScoringStep.of("hash-columns")
        .reading(columns)
        .adding(output, StepDraft.vector(slots))
        .with("slots", slots)
        .with("names", names)
        .with("categories", categories);
  }
}
