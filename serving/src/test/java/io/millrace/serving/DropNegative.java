package io.millrace.serving;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/** {@code test-drop-negative}: leaves out rows whose number is negative. */
public final class DropNegative implements ScoringOperator {
  @Override
  public String name() {
    return "test-drop-negative";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    int slot = step.inputSlot(0);
    return row -> {
      if (!row.isNull(slot) && row.number(slot) < 0) {
        row.drop("size is negative");
      }
    };
  }
}
