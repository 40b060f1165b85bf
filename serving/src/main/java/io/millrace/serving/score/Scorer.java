package io.millrace.serving.score;

import io.millrace.api.schema.Column;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringProgram;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.util.List;

/**
 * A scoring program that is ready to run. Immutable: threads share it, each with a {@link #newRow
 * row} of its own.
 *
 * <pre>{@code
 * ScoringRow row = scorer.newRow();
 * row.renew();
 * for (int i = 0; i < scorer.inputs().size(); i++) {
 *   row.setNumber(i, …); // the slot of the i-th input is i; set each, nulls too
 * }
 * if (scorer.score(row)) {
 *   row.number(scorer.outputSlot(0));
 * } else {
 *   row.dropReason();
 * }
 * }</pre>
 */
public final class Scorer {
  private final List<Column> inputs;
  private final List<Column> outputs;
  private final int[] outputSlots;
  private final StepWork[] works;
  private final int modelBegins;
  private final int slots;

  Scorer(
      List<Column> inputs,
      List<Column> outputs,
      int[] outputSlots,
      List<StepWork> works,
      int modelBegins,
      int slots) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.outputSlots = outputSlots.clone();
    this.works = works.toArray(StepWork[]::new);
    this.modelBegins = modelBegins;
    this.slots = slots;
  }

  /**
   * Makes a program ready to run.
   *
   * @throws io.millrace.api.error.MillraceException PACKAGE_CORRUPT or PACKAGE_TOO_NEW, if it is
   *     not one that these operators can run
   */
  public static Scorer of(ScoringProgram program, Operators operators) {
    return new ProgramCompiler(program, operators).compile();
  }

  /** The columns that it takes; the slot of each is its place in this list. */
  public List<Column> inputs() {
    return inputs;
  }

  /** The columns that it gives. */
  public List<Column> outputs() {
    return outputs;
  }

  /** The slot of the output at that place of {@link #outputs}. */
  public int outputSlot(int index) {
    return outputSlots[index];
  }

  /** A row for one thread to fill and score, again and again. */
  public ScoringRow newRow() {
    return new ScoringRow(slots);
  }

  /**
   * Scores a row whose inputs are set.
   *
   * @return whether it was predicted; if not, a step leaves the row out, and {@link
   *     ScoringRow#dropReason} says why
   * @throws RowRefused if the row holds what a step fails on
   */
  public boolean score(ScoringRow row) {
    return transform(row) && predict(row);
  }

  /** The first part of {@link #score}: the steps before the first that gives an output. */
  public boolean transform(ScoringRow row) {
    return run(row, 0, modelBegins);
  }

  /** The second part of {@link #score}, for a row that {@link #transform} did not leave out. */
  public boolean predict(ScoringRow row) {
    return run(row, modelBegins, works.length);
  }

  private boolean run(ScoringRow row, int from, int to) {
    for (int i = from; i < to; i++) {
      works[i].run(row);
      if (row.dropReason() != null) {
        return false;
      }
    }
    return true;
  }
}
