package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code gaussian-bayes}: for each class the logarithm of its chance and of the density of normal
 * features, up to a constant. {@code prior} holds logarithms by class, {@code means} and {@code
 * variances} numbers by class and feature, {@code logVariances} their summed logarithms by class.
 */
public final class GaussianBayes implements ScoringOperator {
  @Override
  public String name() {
    return "gaussian-bayes";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    double[] prior = params.doubles("prior");
    double[] means = params.doubles("means");
    double[] variances = params.doubles("variances");
    double[] logVariances = params.doubles("logVariances");
    int classes = prior.length;
    int size = means.length / classes;
    FeatureVector features = FeatureVector.of(step, size);
    int scratch = step.newSlot();
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector vector = features.in(row);
      double[] x = features.spread(vector, row, scratch);
      double[] logs = row.ownVector(to).becomeDense(classes);
      for (int c = 0; c < classes; c++) {
        double sum = 0;
        for (int i = 0, place = c * size; i < size; i++, place++) {
          double distance = x[i] - means[place];
          sum += distance * distance / variances[place];
        }
        logs[c] = prior[c] - (sum + logVariances[c]) / 2;
      }
      features.release(vector, x);
    };
  }
}
