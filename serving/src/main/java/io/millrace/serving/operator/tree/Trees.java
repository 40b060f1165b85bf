package io.millrace.serving.operator.tree;

import io.millrace.model.scoring.StepParams;
import java.util.BitSet;

/**
 * Binary decision trees, flattened: all nodes of all trees in the same arrays, the two children of
 * a node side by side. In a step's arrays, by node: {@code feature}, the place that is looked at,
 * -1 for a leaf; {@code threshold}, where values up to it go left; {@code child}, the number of the
 * left child, of a leaf the leaf's number. {@code roots} holds each tree's first node.
 *
 * <p>Where there are categorical splits, {@code categories} holds by node the number of the split,
 * or -1; {@code setStarts} where in {@code sets} each split's categories begin, and the last one's
 * end: for each category 1 if it goes left; the last entry of a split tells it of all other values.
 */
final class Trees {
  private static final int LEAF = -1;

  /** Of a categorical node, {@code feature} is this less the place. */
  private static final int CATEGORICAL = -2;

  private final int[] feature;
  private final double[] threshold;
  private final int[] child;
  private final int[] roots;
  private final Categories[] categories;

  private Trees(
      int[] feature, double[] threshold, int[] child, int[] roots, Categories[] categories) {
    this.feature = feature;
    this.threshold = threshold;
    this.child = child;
    this.roots = roots;
    this.categories = categories;
  }

  /** The trees of a step. */
  static Trees of(StepParams params) {
    int[] feature = params.ints("feature").clone();
    double[] threshold = params.doubles("threshold").clone();
    Categories[] splits = new Categories[0];
    if (params.has("categories")) {
      splits = Categories.of(params);
      int[] number = params.ints("categories");
      for (int node = 0; node < feature.length; node++) {
        if (number[node] >= 0) {
          feature[node] = CATEGORICAL - feature[node];
          threshold[node] = number[node];
        }
      }
    }
    return new Trees(feature, threshold, params.ints("child"), params.ints("roots"), splits);
  }

  int count() {
    return roots.length;
  }

  /** The number of the leaf that a row ends in. */
  int leaf(int tree, double[] row) {
    int node = roots[tree];
    while (true) {
      int place = feature[node];
      if (place >= 0) {
        // A value that is no number goes right, as it is not up to the threshold.
        node = row[place] <= threshold[node] ? child[node] : child[node] + 1;
      } else if (place == LEAF) {
        return child[node];
      } else {
        boolean left = categories[(int) threshold[node]].goLeft(row[CATEGORICAL - place]);
        node = left ? child[node] : child[node] + 1;
      }
    }
  }

  /** Which categories go left. */
  private record Categories(BitSet left, int count, boolean othersGoLeft) {
    static Categories[] of(StepParams params) {
      int[] starts = params.ints("setStarts");
      byte[] sets = params.bytes("sets");
      Categories[] splits = new Categories[starts.length - 1];
      for (int i = 0; i < splits.length; i++) {
        int count = starts[i + 1] - starts[i] - 1;
        BitSet left = new BitSet(count);
        for (int category = 0; category < count; category++) {
          left.set(category, sets[starts[i] + category] != 0);
        }
        splits[i] = new Categories(left, count, sets[starts[i] + count] != 0);
      }
      return splits;
    }

    boolean goLeft(double value) {
      int category = (int) value;
      return category == value && category >= 0 && category < count
          ? left.get(category)
          : othersGoLeft;
    }
  }
}
