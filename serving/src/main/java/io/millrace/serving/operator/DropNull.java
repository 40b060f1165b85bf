package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/**
 * {@code drop-null}: leaves out a row in which one of the columns is null, for a {@code reason}.
 */
public final class DropNull implements ScoringOperator {
  @Override
  public String name() {
    return "drop-null";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    String reason = step.params().text("reason");
    int[] slots = new int[step.inputs()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = step.inputSlot(i);
    }
    return row -> {
      for (int slot : slots) {
        if (row.isNull(slot)) {
          row.drop(reason);
          return;
        }
      }
    };
  }
}
