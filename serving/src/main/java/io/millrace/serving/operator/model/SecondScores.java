package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;

/** {@code second-scores}: of each of some vectors the value at place 1, as a vector. */
public final class SecondScores implements ScoringOperator {
  @Override
  public String name() {
    return "second-scores";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    int[] from = new int[step.inputs()];
    for (int i = 0; i < from.length; i++) {
      from[i] = step.inputSlot(i);
    }
    int to = step.outputSlot(0);
    return row -> {
      double[] scores = row.ownVector(to).becomeDense(from.length);
      for (int i = 0; i < from.length; i++) {
        scores[i] = row.vector(from[i]).at(1);
      }
    };
  }
}
