package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/** {@code require-size}: refuses a row without a vector of so many {@code slots}. */
public final class RequireSize implements ScoringOperator {
  @Override
  public String name() {
    return "require-size";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    VectorInput input = VectorInput.of(step, 0, step.params().count("slots"));
    return input::in;
  }
}
