package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/** {@code nulls}: sets its outputs to null. */
public final class Nulls implements ScoringOperator {
  @Override
  public String name() {
    return "nulls";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    int[] slots = new int[step.outputs()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = step.outputSlot(i);
    }
    return row -> {
      for (int slot : slots) {
        row.setNull(slot);
      }
    };
  }
}
