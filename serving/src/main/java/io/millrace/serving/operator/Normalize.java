package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepWork;

/**
 * {@code normalize}: divides a vector by its {@code p}-norm, unless that is 0; an infinite p, for
 * which JSON has no number, is the text {@code Infinity}.
 */
public final class Normalize implements ScoringOperator {
  @Override
  public String name() {
    return "normalize";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    double p =
        step.params().json("p") instanceof Number number
            ? number.doubleValue()
            : Double.parseDouble(step.params().text("p"));
    VectorInput input = VectorInput.ofAnySize(step, 0);
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector made = row.ownVector(to);
      ScoringVector vector = input.in(row);
      double[] values = Vectors.copy(vector, made);
      double norm = norm(values, vector.count(), p);
      for (int i = 0; i < vector.count() && norm != 0; i++) {
        values[i] /= norm;
      }
    };
  }

  private static double norm(double[] values, int count, double p) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double size = Math.abs(values[i]);
      if (p == 1) {
        sum += size;
      } else if (p == 2) {
        sum += size * size;
      } else if (p == Double.POSITIVE_INFINITY) {
        // Not Math.max, as a NaN is passed over.
        sum = size > sum ? size : sum;
      } else {
        sum += Math.pow(size, p);
      }
    }
    if (p == 2) {
      return Math.sqrt(sum);
    }
    return p == 1 || p == Double.POSITIVE_INFINITY ? sum : Math.pow(sum, 1 / p);
  }
}
