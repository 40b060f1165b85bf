package io.millrace.serving.operator.recommend;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/** {@code drop-missing}: leaves out a row without a value in the column, for a {@code reason}. */
public final class DropMissing implements ScoringOperator {
  @Override
  public String name() {
    return "drop-missing";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    String reason = step.params().text("reason");
    int from = step.inputSlot(0);
    return row -> {
      if (row.isNull(from)) {
        row.drop(reason);
      }
    };
  }
}
