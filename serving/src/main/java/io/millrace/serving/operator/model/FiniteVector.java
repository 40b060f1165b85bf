package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code finite-vector}: a vector of {@code size} places; missing if a value is no number, or, with
 * {@code infinities} false, if one is infinite.
 */
public final class FiniteVector implements ScoringOperator {
  @Override
  public String name() {
    return "finite-vector";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    FeatureVector features = FeatureVector.of(step, step.params().count("size"));
    double limit = step.params().flag("infinities") ? Double.POSITIVE_INFINITY : Double.MAX_VALUE;
    int from = features.slot();
    int to = step.outputSlot(0);
    return row -> {
      if (row.isNull(from) || !holds(features.in(row), limit)) {
        row.setNull(to);
      } else {
        row.copy(from, to);
      }
    };
  }

  private static boolean holds(ScoringVector vector, double limit) {
    double[] values = vector.values();
    for (int k = 0; k < vector.count(); k++) {
      if (!(Math.abs(values[k]) <= limit)) {
        return false;
      }
    }
    return true;
  }
}
