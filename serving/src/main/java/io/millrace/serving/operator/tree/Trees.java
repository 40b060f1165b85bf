package io.millrace.serving.operator.tree;

/** Trees that are walked by the values themselves: for few trees, or very many kinds of splits. */
final class Trees implements Forest {
  private static final int LEAF = -1;

  /** Of a categorical node, the place is this less the feature. */
  private static final int CATEGORICAL = -2;

  /** Added to the place that a node looks at, if a value that is no number goes left there. */
  private static final int MISSING_LEFT = 1 << 30;

  /**
   * Two longs a node, side by side as they are read together: the bits of the threshold (or the
   * number of the split), and the feature above the child.
   */
  private final long[] nodes;

  private final int[] roots;
  private final CategorySet[] sets;

  Trees(FlatNodes flat) {
    nodes = new long[2 * flat.feature().length];
    for (int node = 0; node < flat.feature().length; node++) {
      boolean splits = flat.isCategorical(node);
      long place = splits ? CATEGORICAL - flat.feature()[node] : flat.feature()[node];
      place += flat.missingGoesLeft(node) ? MISSING_LEFT : 0;
      nodes[2 * node] =
          splits ? flat.split()[node] : Double.doubleToRawLongBits(flat.threshold()[node]);
      nodes[2 * node + 1] = place << Integer.SIZE | flat.child()[node];
    }
    roots = flat.roots();
    sets = flat.sets();
  }

  @Override
  public int count() {
    return roots.length;
  }

  @Override
  public int memory() {
    return roots.length;
  }

  @Override
  public void find(double[] row, int[] memory) {
    for (int tree = 0; tree < roots.length; tree++) {
      memory[tree] = leaf(roots[tree], row);
    }
  }

  private int leaf(int root, double[] row) {
    int node = root;
    while (true) {
      long link = nodes[2 * node + 1];
      int place = (int) (link >> Integer.SIZE);
      int child = (int) link;
      if (place >= MISSING_LEFT) {
        double threshold = Double.longBitsToDouble(nodes[2 * node]);
        node = row[place - MISSING_LEFT] > threshold ? child + 1 : child;
      } else if (place >= 0) {
        // A value that is no number goes right, as it is not up to the threshold.
        node = row[place] <= Double.longBitsToDouble(nodes[2 * node]) ? child : child + 1;
      } else if (place == LEAF) {
        return child;
      } else {
        boolean left = sets[(int) nodes[2 * node]].goesLeft(row[CATEGORICAL - place]);
        node = left ? child : child + 1;
      }
    }
  }
}
