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

  /**
   * Two longs a node, side by side as they are read together: the bits of the threshold (or the
   * number of the split), and the feature above the child.
   */
  private final long[] nodes;

  private final int[] roots;
  private final Categories[] categories;

  private Trees(long[] nodes, int[] roots, Categories[] categories) {
    this.nodes = nodes;
    this.roots = roots;
    this.categories = categories;
  }

  /** The trees of a step. */
  static Trees of(StepParams params) {
    int[] feature = params.ints("feature");
    double[] threshold = params.doubles("threshold");
    int[] child = params.ints("child");
    boolean categorical = params.has("categories");
    int[] split = categorical ? params.ints("categories") : new int[0];
    long[] nodes = new long[2 * feature.length];
    for (int node = 0; node < feature.length; node++) {
      boolean splits = categorical && split[node] >= 0;
      long place = splits ? CATEGORICAL - feature[node] : feature[node];
      nodes[2 * node] = splits ? split[node] : Double.doubleToRawLongBits(threshold[node]);
      nodes[2 * node + 1] = place << Integer.SIZE | child[node];
    }
    return new Trees(
        nodes, params.ints("roots"), categorical ? Categories.of(params) : new Categories[0]);
  }

  int count() {
    return roots.length;
  }

  /** The number of the leaf that a row ends in. */
  int leaf(int tree, double[] row) {
    int node = roots[tree];
    while (true) {
      long link = nodes[2 * node + 1];
      int place = (int) (link >> Integer.SIZE);
      int child = (int) link;
      if (place >= 0) {
        // A value that is no number goes right, as it is not up to the threshold.
        node = row[place] <= Double.longBitsToDouble(nodes[2 * node]) ? child : child + 1;
      } else if (place == LEAF) {
        return child;
      } else {
        boolean left = categories[(int) nodes[2 * node]].goLeft(row[CATEGORICAL - place]);
        node = left ? child : child + 1;
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
