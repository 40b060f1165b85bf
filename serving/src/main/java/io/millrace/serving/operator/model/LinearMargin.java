package io.millrace.serving.operator.model;

import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code linear-margin}: the dot product of a vector of {@code size} places with {@code
 * coefficients} (all of them, or those at {@code places} alone), plus {@code intercept}. The output
 * is that number m; if it is a vector, (-m, m), the scores of two classes.
 */
public final class LinearMargin implements ScoringOperator {
  @Override
  public String name() {
    return "linear-margin";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    Coefficients coefficients = Coefficients.of(params);
    FeatureVector features = FeatureVector.of(step, coefficients.size());
    double intercept = params.doubles("intercept")[0];
    int to = step.outputSlot(0);
    if (step.output(0).type() instanceof VectorOf) {
      return row -> {
        double margin = coefficients.dot(features.in(row)) + intercept;
        TwoScores.set(row.ownVector(to), margin);
      };
    }
    return row -> row.setNumber(to, coefficients.dot(features.in(row)) + intercept);
  }

  /** The scores of two classes, of which one is the other's with the other sign. */
  static final class TwoScores {
    private TwoScores() {}

    static void set(ScoringVector scores, double margin) {
      double[] values = scores.becomeDense(2);
      values[0] = -margin;
      values[1] = margin;
    }
  }
}
