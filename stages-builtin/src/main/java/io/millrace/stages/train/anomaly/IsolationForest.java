package io.millrace.stages.train.anomaly;

import java.io.Serializable;
import java.util.List;

/**
 * Trees that agree on how soon a row is isolated.
 *
 * @param trees in their order
 * @param samples the rows that each tree isolated
 * @param width the slots of a row
 */
record IsolationForest(List<IsolationTree> trees, int samples, int width) implements Serializable {
  private static final long serialVersionUID = 1;

  IsolationForest {
    trees = List.copyOf(trees);
  }

  /** From 0 to 1, near 1 for rows that are isolated at once; about 0.5 if all rows are alike. */
  double score(double[] row) {
    double sum = 0;
    for (IsolationTree tree : trees) {
      sum += tree.pathLength(row);
    }
    return Math.pow(2, -sum / trees.size() / IsolationTree.meanLength(samples));
  }
}
