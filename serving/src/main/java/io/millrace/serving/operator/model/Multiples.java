package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/** {@code multiples}: the vector of {@code factors}, each times the number that comes in. */
public final class Multiples implements ScoringOperator {
  @Override
  public String name() {
    return "multiples";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    double[] factors = step.params().doubles("factors");
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      double number = row.number(from);
      double[] values = row.ownVector(to).becomeDense(factors.length);
      for (int i = 0; i < factors.length; i++) {
        values[i] = number * factors[i];
      }
    };
  }
}
