package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;

/**
 * {@code min-max-scale}: takes {@code minima} off each slot, multiplies it by its {@code scales}
 * and adds the first of {@code bounds}; where the scale is 0 a slot becomes the second. NaN stays
 * NaN. The result is dense or sparse, whichever is smaller.
 */
public final class MinMaxScale implements ScoringOperator {
  @Override
  public String name() {
    return "min-max-scale";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    double[] minima = params.doubles("minima");
    double[] scales = params.doubles("scales");
    double[] bounds = params.doubles("bounds");
    double min = bounds[0];
    double constant = bounds[1];
    VectorInput input = VectorInput.of(step, 0, scales.length);
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector made = row.ownVector(to);
      double[] values = Vectors.copyDense(input.in(row), made);
      for (int i = 0; i < scales.length; i++) {
        if (!Double.isNaN(values[i])) {
          values[i] = scales[i] == 0 ? constant : (values[i] - minima[i]) * scales[i] + min;
        }
      }
      made.compress();
    };
  }
}
