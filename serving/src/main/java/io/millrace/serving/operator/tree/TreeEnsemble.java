package io.millrace.serving.operator.tree;

import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.Blas;
import io.millrace.serving.operator.FeatureVector;
import java.util.Arrays;

/**
 * {@code tree-ensemble}: what the leaves that a vector of {@code size} places ends in say together.
 * See {@link FlatNodes} for the arrays of the trees; {@code leaves} holds {@code width} numbers for
 * each leaf. {@code sum} says how they are put together:
 *
 * <ul>
 *   <li>{@code vector}: the vectors of the leaves are added up, tree by tree
 *   <li>{@code mean}: the numbers of the leaves are added up, and divided by the number of trees
 *   <li>{@code weighted}: the dot product m of the leaves' numbers with {@code weights}; if the
 *       output is a vector, (-m, m)
 * </ul>
 */
public final class TreeEnsemble implements ScoringOperator {
  @Override
  public String name() {
    return "tree-ensemble";
  }

  /** Puts the leaves together. */
  private interface Sum {
    void set(ScoringRow row, double[] features);
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    FeatureVector features = FeatureVector.of(step, params.count("size"));
    Sum sum =
        sum(step, Forest.of(FlatNodes.of(params)), params.doubles("leaves"), params.count("width"));
    int scratch = step.newSlot();
    return row -> {
      ScoringVector vector = features.in(row);
      double[] spread = features.spread(vector, row, scratch);
      sum.set(row, spread);
      features.release(vector, spread);
    };
  }

  private static Sum sum(PreparedStep step, Forest trees, double[] leaves, int width) {
    String sum = step.params().text("sum");
    int to = step.outputSlot(0);
    int memory = step.newSlot();
    return switch (sum) {
      case "vector" ->
          (row, features) ->
              add(
                  trees.leaves(features, row, memory),
                  trees.count(),
                  leaves,
                  row.ownVector(to).becomeDense(width),
                  width);
      case "mean" ->
          (row, features) ->
              row.setNumber(to, mean(trees.leaves(features, row, memory), trees.count(), leaves));
      case "weighted" -> weighted(step, trees, leaves, memory);
      default -> throw new IllegalArgumentException("sum is " + sum);
    };
  }

  private static void add(int[] found, int count, double[] leaves, double[] sums, int width) {
    Arrays.fill(sums, 0, width, 0);
    for (int tree = 0; tree < count; tree++) {
      int leaf = found[tree] * width;
      for (int i = 0; i < width; i++) {
        sums[i] += leaves[leaf + i];
      }
    }
  }

  private static double mean(int[] found, int count, double[] leaves) {
    double sum = leaves[found[0]];
    for (int tree = 1; tree < count; tree++) {
      sum += leaves[found[tree]];
    }
    return sum / count;
  }

  private static Sum weighted(PreparedStep step, Forest trees, double[] leaves, int memory) {
    double[] weights = step.params().doubles("weights");
    boolean isVector = step.output(0).type() instanceof VectorOf;
    int to = step.outputSlot(0);
    int scratch = step.newSlot();
    return (row, features) -> {
      int[] found = trees.leaves(features, row, memory);
      double[] said = row.ownVector(scratch).becomeDense(trees.count());
      for (int tree = 0; tree < trees.count(); tree++) {
        said[tree] = leaves[found[tree]];
      }
      double margin = Blas.dot(trees.count(), said, weights, 0);
      if (isVector) {
        double[] scores = row.ownVector(to).becomeDense(2);
        scores[0] = -margin;
        scores[1] = margin;
      } else {
        row.setNumber(to, margin);
      }
    };
  }
}
