package com.example.winsorize;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/**
 * Clips a number where a model is served: in a process without Spark, so this class and those that
 * it uses must not link to it. Named in {@code META-INF/services}.
 */
public final class WinsorizeOperator implements ScoringOperator {
  static final String NAME = "winsorize";

  @Override
  public String name() {
    return NAME;
  }

  /** Once, when a model is loaded: all that needs a name is looked up here. */
  @Override
  public StepWork prepare(PreparedStep step) {
    double[] pair = step.params().doubles("limits");
    Limits limits = new Limits(pair[0], pair[1]);
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      if (row.isNull(from)) {
        row.setNull(to);
      } else {
        row.setNumber(to, limits.clip(row.number(from)));
      }
    };
  }
}
