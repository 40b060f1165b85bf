package io.millrace.serving.operator.model;

import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code factorization-machine}: a linear function (as of {@code linear-margin}) plus, for each
 * factor, half of what the square of the sum of the weighted features exceeds the sum of their
 * squares by. {@code factors} holds the weights by factor and feature. The output is that number m,
 * or, if it is a vector, (-m, m).
 */
public final class FactorizationMachine implements ScoringOperator {
  @Override
  public String name() {
    return "factorization-machine";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    Coefficients linear = Coefficients.of(params);
    double intercept = params.doubles("intercept")[0];
    double[] factors = params.doubles("factors");
    FeatureVector features = FeatureVector.of(step, linear.size());
    int to = step.outputSlot(0);
    boolean classifies = step.output(0).type() instanceof VectorOf;
    return row -> {
      ScoringVector vector = features.in(row);
      double value = intercept + linear.dot(vector);
      for (int offset = 0; offset < factors.length; offset += linear.size()) {
        value += pairs(vector, factors, offset);
      }
      if (classifies) {
        LinearMargin.TwoScores.set(row.ownVector(to), value);
      } else {
        row.setNumber(to, value);
      }
    };
  }

  private static double pairs(ScoringVector vector, double[] factors, int offset) {
    double[] values = vector.values();
    double squares = 0;
    double sum = 0;
    for (int k = 0; k < vector.count(); k++) {
      double value = values[k];
      if (value != 0) {
        double weighted = factors[offset + (vector.isDense() ? k : vector.indices()[k])] * value;
        squares += weighted * weighted;
        sum += weighted;
      }
    }
    return 0.5 * (sum * sum - squares);
  }
}
