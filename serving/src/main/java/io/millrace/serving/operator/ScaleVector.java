package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;

/**
 * {@code scale-vector}: multiplies each slot by its {@code scales}; a sparse vector stays sparse.
 * With {@code shifts}, which are taken off before, it becomes dense. A null is refused, or with
 * {@code keepNull} stays one.
 */
public final class ScaleVector implements ScoringOperator {
  @Override
  public String name() {
    return "scale-vector";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    double[] scales = params.doubles("scales");
    VectorInput input = VectorInput.of(step, 0, scales.length);
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    boolean keepsNull = params.flag("keepNull");
    boolean shifted = params.has("shifts");
    double[] shifts = shifted ? params.doubles("shifts") : new double[0];
    return row -> {
      if (keepsNull && row.isNull(from)) {
        row.setNull(to);
        return;
      }
      ScoringVector vector = input.in(row);
      if (shifted) {
        shift(row, vector, shifts, scales, to);
      } else {
        scale(row, vector, scales, to);
      }
    };
  }

  private static void shift(
      ScoringRow row, ScoringVector vector, double[] shifts, double[] scales, int to) {
    double[] values = Vectors.copyDense(vector, row.ownVector(to));
    for (int i = 0; i < scales.length; i++) {
      values[i] = (values[i] - shifts[i]) * scales[i];
    }
  }

  private static void scale(ScoringRow row, ScoringVector vector, double[] scales, int to) {
    double[] values = vector.values();
    ScoringVector made = row.ownVector(to);
    if (vector.isDense()) {
      double[] scaled = made.becomeDense(scales.length);
      for (int i = 0; i < scales.length; i++) {
        scaled[i] = values[i] * scales[i];
      }
      return;
    }
    int[] indices = vector.indices();
    made.becomeSparse(vector.size());
    for (int i = 0; i < vector.count(); i++) {
      made.append(indices[i], values[i] * scales[indices[i]]);
    }
  }
}
