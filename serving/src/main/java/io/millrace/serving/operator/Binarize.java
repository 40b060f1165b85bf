package io.millrace.serving.operator;

import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepWork;

/**
 * {@code binarize}: 1 for a number above {@code threshold}, 0 for any other and for none; of a
 * vector, of each of its slots.
 */
public final class Binarize implements ScoringOperator {
  @Override
  public String name() {
    return "binarize";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    double threshold = step.params().doubles("threshold")[0];
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    if (!(step.inputType(0) instanceof VectorOf)) {
      return row -> row.setNumber(to, !row.isNull(from) && row.number(from) > threshold ? 1 : 0);
    }
    VectorInput input = VectorInput.ofAnySize(step, 0);
    return row -> {
      ScoringVector made = row.ownVector(to);
      if (threshold < 0) {
        atMost(input.in(row), threshold, made);
      } else {
        above(input.in(row), threshold, made);
      }
      made.compress();
    };
  }

  private static void above(ScoringVector vector, double threshold, ScoringVector made) {
    made.becomeSparse(vector.size());
    for (int i = 0; i < vector.count(); i++) {
      if (vector.values()[i] > threshold) {
        made.append(vector.isDense() ? i : vector.indices()[i], 1);
      }
    }
  }

  /** Slots that are not held are 0, and so above the threshold. */
  private static void atMost(ScoringVector vector, double threshold, ScoringVector made) {
    double[] values = Vectors.copyDense(vector, made);
    for (int i = 0; i < vector.size(); i++) {
      values[i] = values[i] <= threshold ? 0 : 1;
    }
  }
}
