package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepWork;

/**
 * {@code log-shares}: takes the logarithm of the sum of exponentials from each number of a dense
 * vector, as complement naive Bayes does.
 */
public final class LogShares implements ScoringOperator {
  @Override
  public String name() {
    return "log-shares";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector vector = row.vector(from);
      double[] logs = vector.values();
      int size = vector.size();
      double most = logs[0];
      for (int i = 1; i < size; i++) {
        most = largerInScala(most, logs[i]);
      }
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += Math.exp(logs[i] - most);
      }
      double logOfSum = Math.log(sum) + most;
      double[] shares = row.ownVector(to).becomeDense(size);
      for (int i = 0; i < size; i++) {
        shares[i] = logs[i] - logOfSum;
      }
    };
  }

  /**
   * Scala's {@code max} of an array takes the later one only where it is larger; NaN is largest.
   */
  private static double largerInScala(double most, double next) {
    return Double.compare(next, most) > 0 ? next : most;
  }
}
