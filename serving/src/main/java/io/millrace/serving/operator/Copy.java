package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/** {@code copy}: a column under another name, too. */
public final class Copy implements ScoringOperator {
  @Override
  public String name() {
    return "copy";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> row.copy(from, to);
  }
}
