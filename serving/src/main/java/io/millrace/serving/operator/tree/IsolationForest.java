package io.millrace.serving.operator.tree;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code isolation-forest}: the score of an anomaly, 2 to the power of minus the mean path length
 * over {@code meanLength}; the first output. The second one is (1 - score, score). A missing vector
 * has neither. By node: {@code feature}, -1 for a leaf; {@code cut}, values below which go {@code
 * left}, all others {@code right}; {@code length}, of a leaf the length of the path. {@code roots}
 * holds each tree's first node.
 */
public final class IsolationForest implements ScoringOperator {
  @Override
  public String name() {
    return "isolation-forest";
  }

  /** The trees, all nodes in the same arrays. */
  private record Forest(
      int[] roots, int[] feature, double[] cut, int[] left, int[] right, double[] length) {
    double mean(double[] row) {
      double sum = 0;
      for (int root : roots) {
        int node = root;
        while (feature[node] >= 0) {
          node = row[feature[node]] < cut[node] ? left[node] : right[node];
        }
        sum += length[node];
      }
      return -sum / roots.length;
    }
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    Forest forest =
        new Forest(
            params.ints("roots"),
            params.ints("feature"),
            params.doubles("cut"),
            params.ints("left"),
            params.ints("right"),
            params.doubles("length"));
    double meanLength = params.doubles("meanLength")[0];
    FeatureVector features = FeatureVector.of(step, params.count("size"));
    int scratch = step.newSlot();
    int score = step.outputSlot(0);
    int both = step.outputSlot(1);
    return row -> {
      if (row.isNull(features.slot())) {
        row.setNull(score);
        row.setNull(both);
        return;
      }
      ScoringVector vector = features.in(row);
      double[] spread = features.spread(vector, row, scratch);
      set(row, score, both, Math.pow(2, forest.mean(spread) / meanLength));
      features.release(vector, spread);
    };
  }

  private static void set(ScoringRow row, int score, int both, double value) {
    row.setNumber(score, value);
    double[] values = row.ownVector(both).becomeDense(2);
    values[0] = 1 - value;
    values[1] = value;
  }
}
