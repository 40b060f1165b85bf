package io.millrace.serving.operator;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;

/**
 * {@code one-hot}: a number from 0 to {@code categories} - 1 becomes a sparse vector of {@code
 * slots} slots with a 1 at its place, or none if there is no such slot. Any other is as {@code
 * categories} itself, if {@code keepInvalid}, or is refused. {@code truncates} fractions, or else
 * they are invalid. A null is invalid, or with {@code keepNull} stays one.
 */
public final class OneHot implements ScoringOperator {
  @Override
  public String name() {
    return "one-hot";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    int categories = params.count("categories");
    int slots = params.count("slots");
    boolean keepsInvalid = params.flag("keepInvalid");
    String refusal = keepsInvalid ? "" : params.text("refusal");
    boolean truncates = params.flag("truncates");
    boolean keepsNull = params.flag("keepNull");
    ScoringVector[] vectors = vectors(categories, slots);
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      boolean missing = row.isNull(from);
      if (missing && keepsNull) {
        row.setNull(to);
        return;
      }
      double value = missing ? Double.NaN : row.number(from);
      boolean valid = value >= 0 && value < categories && (truncates || value == Math.rint(value));
      if (!valid && !keepsInvalid) {
        throw refused(row, from, refusal);
      }
      row.setObject(to, vectors[valid ? (int) value : categories]);
    };
  }

  /** Of each category, and behind them of what is none; rows share them. */
  private static ScoringVector[] vectors(int categories, int slots) {
    ScoringVector[] vectors = new ScoringVector[categories + 1];
    for (int i = 0; i <= categories; i++) {
      vectors[i] =
          i < slots
              ? ScoringVector.sparse(slots, new int[] {i}, new double[] {1})
              : ScoringVector.sparse(slots, new int[0], new double[0]);
    }
    return vectors;
  }

  private static RowRefused refused(ScoringRow row, int slot, String refusal) {
    String value = row.isNull(slot) ? "null" : Double.toString(row.number(slot));
    return new RowRefused(StandardError.UNSEEN_VALUE, refusal.formatted(value));
  }
}
