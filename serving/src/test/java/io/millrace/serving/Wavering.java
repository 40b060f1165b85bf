package io.millrace.serving;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/** An operator with a defect: what it predicts is no matter of the row. */
public final class Wavering implements ScoringOperator {
  /** What it predicts from now on. */
  public static volatile double prediction;

  @Override
  public String name() {
    return "test-wavering";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    int to = step.outputSlot(0);
    return row -> row.setNumber(to, prediction);
  }
}
