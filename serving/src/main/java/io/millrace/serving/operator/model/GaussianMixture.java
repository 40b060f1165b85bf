package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.Blas;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code gaussian-mixture}: how probable each of some normal distributions is for a vector; a
 * missing one has no probabilities. For each distribution: its share in {@code weights}, in {@code
 * constants} the part of its log density that no vector changes, in {@code whitened} the mean times
 * the root of the inverse covariance, and that matrix in {@code roots}, by column, or with {@code
 * byRow} by row.
 */
public final class GaussianMixture implements ScoringOperator {
  /** {@code org.apache.spark.ml.impl.Utils.EPSILON}. */
  private static final double EPSILON = 0x1p-52;

  @Override
  public String name() {
    return "gaussian-mixture";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    double[] weights = params.doubles("weights");
    double[] constants = params.doubles("constants");
    double[] whitened = params.doubles("whitened");
    double[] roots = params.doubles("roots");
    boolean byRow = params.flag("byRow");
    int size = whitened.length / weights.length;
    Matrix[] matrices = new Matrix[weights.length];
    for (int i = 0; i < matrices.length; i++) {
      int start = i * size * size;
      matrices[i] =
          Matrix.dense(
              size, size, byRow, java.util.Arrays.copyOfRange(roots, start, start + size * size));
    }
    FeatureVector features = FeatureVector.of(step, size);
    int scratch = step.newSlot();
    int to = step.outputSlot(0);
    return row -> {
      if (row.isNull(features.slot())) {
        row.setNull(to);
        return;
      }
      ScoringVector vector = features.in(row);
      double[] residual = row.ownVector(scratch).becomeDense(size);
      double[] probabilities = row.ownVector(to).becomeDense(weights.length);
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        System.arraycopy(whitened, i * size, residual, 0, size);
        matrices[i].multiply(-1, vector, 1, residual);
        double log = constants[i] - 0.5 * Blas.dot(size, residual, residual, 0);
        probabilities[i] = EPSILON + weights[i] * Math.exp(log);
        sum += probabilities[i];
      }
      for (int i = 0; i < weights.length; i++) {
        probabilities[i] /= sum;
      }
    };
  }
}
