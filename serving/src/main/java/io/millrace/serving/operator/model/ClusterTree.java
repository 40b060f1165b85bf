package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code cluster-tree}: goes from the root, node 0, to the child whose center (see {@link Centers})
 * is nearest, the first of equals, down to a leaf. The children of a node lie side by side: {@code
 * first} holds the first one's number and {@code children} how many there are; of a leaf, 0, {@code
 * first} holds the number of its cluster. A missing vector is in none.
 */
public final class ClusterTree implements ScoringOperator {
  @Override
  public String name() {
    return "cluster-tree";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    Centers centers = Centers.of(params);
    int[] first = params.ints("first");
    int[] children = params.ints("children");
    FeatureVector features = FeatureVector.of(step, centers.size());
    int to = step.outputSlot(0);
    return row -> {
      if (row.isNull(features.slot())) {
        row.setNull(to);
        return;
      }
      ScoringVector vector = features.in(row);
      double length = Center.norm(vector);
      int node = 0;
      while (children[node] > 0) {
        node = nearest(centers, first[node], children[node], vector, length);
      }
      row.setWhole(to, first[node]);
    };
  }

  private static int nearest(
      Centers centers, int first, int count, ScoringVector vector, double length) {
    int nearest = first;
    double least = centers.cost(first, vector, length);
    for (int i = first + 1; i < first + count; i++) {
      double cost = centers.cost(i, vector, length);
      if (Double.compare(cost, least) < 0) {
        least = cost;
        nearest = i;
      }
    }
    return nearest;
  }
}
