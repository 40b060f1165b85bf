package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;

/**
 * {@code select-slots}: the slots {@code indices}, in that order, and behind them sums of all slots
 * with {@code weights}, row by row of a matrix, and {@code intercepts}, if there are any. A sparse
 * vector stays sparse, unless there are sums. The vectors have {@code size} slots, or if that is
 * negative {@code least} or more.
 */
public final class SelectSlots implements ScoringOperator {
  @Override
  public String name() {
    return "select-slots";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    int size = params.count("size");
    VectorInput input = VectorInput.of(step, 0, size);
    int[] indices = params.ints("indices");
    int least = size < 0 ? params.count("least") : size;
    int to = step.outputSlot(0);
    if (!params.has("weights")) {
      return row -> select(longEnough(input, row, least), indices, row.ownVector(to));
    }
    double[] weights = params.doubles("weights");
    double[] intercepts = params.doubles("intercepts");
    return row -> sum(input.in(row), indices, weights, intercepts, row.ownVector(to));
  }

  private static ScoringVector longEnough(VectorInput input, ScoringRow row, int least) {
    ScoringVector vector = input.in(row);
    if (vector.size() < least) {
      throw VectorInput.refused(
          "The column '%s' holds a vector of %d slots, and the options name %d."
              .formatted(input.column(), vector.size(), least));
    }
    return vector;
  }

  private static void select(ScoringVector vector, int[] indices, ScoringVector made) {
    if (vector.isDense()) {
      double[] values = made.becomeDense(indices.length);
      for (int i = 0; i < indices.length; i++) {
        values[i] = vector.values()[indices[i]];
      }
      return;
    }
    made.becomeSparse(indices.length);
    for (int i = 0; i < indices.length; i++) {
      int place = java.util.Arrays.binarySearch(vector.indices(), 0, vector.count(), indices[i]);
      if (place >= 0) {
        // A zero that is held stays held.
        made.append(i, vector.values()[place]);
      }
    }
  }

  private static void sum(
      ScoringVector vector,
      int[] indices,
      double[] weights,
      double[] intercepts,
      ScoringVector made) {
    double[] values = made.becomeDense(indices.length + intercepts.length);
    for (int i = 0; i < indices.length; i++) {
      values[i] = vector.at(indices[i]);
    }
    for (int i = 0; i < intercepts.length; i++) {
      values[indices.length + i] = Blas.dot(vector, weights, i * vector.size()) + intercepts[i];
    }
  }
}
