package io.millrace.serving.operator.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trees that are walked by ranks. Learners choose from few thresholds a feature: a row's value is
 * replaced, once for all trees, by the number of thresholds that it exceeds, so that a node is one
 * long and its decision a subtraction of small numbers. Each walk takes as many steps as its tree
 * is deep, since leaves lead to themselves: the processor has no branch to guess, and works on
 * several trees at a time.
 */
final class RankedTrees implements Forest {
  private static final int COLUMN_SHIFT = 48;
  private static final int RANK_SHIFT = 32;

  /** No value has this rank, so that none goes right. */
  private static final int NEVER = 0xFFFF;

  private static final int MAX_COLUMNS = 0x7FFF;

  /** By node: what is looked at, the last rank that goes left, and the left child. */
  private final long[] nodes;

  private final int[] roots;
  private final int[] depths;

  /** By node: of a leaf its number. */
  private final int[] leaves;

  private final Column[] columns;

  private RankedTrees(long[] nodes, int[] roots, int[] depths, int[] leaves, List<Column> columns) {
    this.nodes = nodes;
    this.roots = roots;
    this.depths = depths;
    this.leaves = leaves;
    this.columns = columns.toArray(Column[]::new);
  }

  /**
   * What nodes look at: a feature's rank among thresholds, or whether it is outside of a set.
   *
   * @param missingFirst whether a value that is no number has the lowest rank, not the highest
   * @param cuts the thresholds, rising; none where there is a set
   * @param setOrNull categories whose rank is 0, all others' 1
   */
  private record Column(
      int feature, boolean missingFirst, double[] cuts, @Nullable CategorySet setOrNull) {
    int rank(double value) {
      if (setOrNull != null) {
        return setOrNull.goesLeft(value) ? 0 : 1;
      }
      if (missingFirst && Double.isNaN(value)) {
        return 0;
      }
      int below = 0;
      int end = cuts.length;
      while (below < end) {
        int middle = (below + end) >>> 1;
        // A value that is no number is up to none of them.
        if (value <= cuts[middle]) {
          end = middle;
        } else {
          below = middle + 1;
        }
      }
      return below;
    }

    /** About what a rank costs, in steps of a walk. */
    int cost() {
      return 2 + Integer.SIZE - Integer.numberOfLeadingZeros(cuts.length);
    }
  }

  /** The trees by ranks; null where ranks would cost more than they save, or don't fit. */
  static @Nullable RankedTrees ofOrNull(FlatNodes flat) {
    int[] below = depths(flat);
    if (below.length == 0) {
      return null;
    }
    int[] depths = Arrays.stream(flat.roots()).map(root -> below[root]).toArray();
    Columns columns = new Columns(flat);
    if (!columns.fit() || columns.cost() > Arrays.stream(depths).asLongStream().sum()) {
      return null;
    }
    long[] nodes = new long[flat.feature().length];
    for (int node = 0; node < nodes.length; node++) {
      nodes[node] =
          flat.isLeaf(node)
              ? node(0, NEVER, node)
              : node(columns.of(node), columns.lastLeft(node), flat.child()[node]);
    }
    return new RankedTrees(nodes, flat.roots(), depths, flat.child(), columns.all);
  }

  private static long node(int column, int lastLeft, int child) {
    return (long) column << COLUMN_SHIFT | (long) lastLeft << RANK_SHIFT | child;
  }

  /** How many levels are below each node; nothing, if children don't lie behind their parents. */
  private static int[] depths(FlatNodes flat) {
    int[] depths = new int[flat.feature().length];
    for (int node = depths.length - 1; node >= 0; node--) {
      int child = flat.child()[node];
      if (!flat.isLeaf(node)) {
        if (child <= node || child + 1 >= depths.length) {
          return new int[0];
        }
        depths[node] = 1 + Math.max(depths[child], depths[child + 1]);
      }
    }
    return depths;
  }

  /** The columns that the nodes of some trees look at. */
  private static final class Columns {
    private final FlatNodes flat;
    private final List<Column> all = new ArrayList<>();
    private final Map<Read, Integer> byFeature = new HashMap<>();
    private final Map<List<Object>, Integer> bySet = new HashMap<>();

    Columns(FlatNodes flat) {
      this.flat = flat;
      Map<Read, List<Double>> cuts = new HashMap<>();
      for (int node = 0; node < flat.feature().length; node++) {
        int feature = flat.feature()[node];
        if (flat.isCategorical(node)) {
          CategorySet set = flat.sets()[flat.split()[node]];
          bySet.computeIfAbsent(
              List.of(feature, set),
              missing -> add(new Column(feature, false, new double[0], set)));
        } else if (feature >= 0) {
          cuts.computeIfAbsent(read(node), missing -> new ArrayList<>())
              .add(flat.threshold()[node]);
        }
      }
      cuts.forEach((read, each) -> byFeature.put(read, add(numbers(read, each))));
    }

    /** A feature, and where it goes when it is no number. */
    private record Read(int feature, boolean missingFirst) {}

    private int add(Column column) {
      all.add(column);
      return all.size() - 1;
    }

    private Read read(int node) {
      return new Read(flat.feature()[node], flat.missingGoesLeft(node));
    }

    private static Column numbers(Read read, List<Double> cuts) {
      double[] rising =
          cuts.stream().mapToDouble(Double::doubleValue).sorted().distinct().toArray();
      return new Column(read.feature(), read.missingFirst(), rising, null);
    }

    boolean fit() {
      return all.size() <= MAX_COLUMNS
          && all.stream().allMatch(column -> column.cuts().length < NEVER)
          && Arrays.stream(flat.threshold()).noneMatch(Double::isNaN);
    }

    long cost() {
      return all.stream().mapToLong(Column::cost).sum();
    }

    int of(int node) {
      int feature = flat.feature()[node];
      return flat.isCategorical(node)
          ? bySet.getOrDefault(List.of(feature, flat.sets()[flat.split()[node]]), 0)
          : byFeature.getOrDefault(read(node), 0);
    }

    /** Ranks up to a threshold's own go left, of a set the rank 0. */
    int lastLeft(int node) {
      return flat.isCategorical(node) ? 0 : all.get(of(node)).rank(flat.threshold()[node]);
    }
  }

  @Override
  public int count() {
    return roots.length;
  }

  @Override
  public int memory() {
    // A leaf looks at the first column, though nothing follows from it.
    return roots.length + Math.max(1, columns.length);
  }

  @Override
  public void find(double[] row, int[] memory) {
    int ranks = roots.length;
    for (int i = 0; i < columns.length; i++) {
      memory[ranks + i] = columns[i].rank(row[columns[i].feature()]);
    }
    for (int tree = 0; tree < roots.length; tree++) {
      int node = roots[tree];
      for (int step = depths[tree]; step > 0; step--) {
        long at = nodes[node];
        int rank = memory[ranks + (int) (at >>> COLUMN_SHIFT)];
        int lastLeft = (int) (at >>> RANK_SHIFT) & NEVER;
        // One to the right, if the difference is negative.
        node = (int) at + ((lastLeft - rank) >>> (Integer.SIZE - 1));
      }
      memory[tree] = leaves[node];
    }
  }
}
