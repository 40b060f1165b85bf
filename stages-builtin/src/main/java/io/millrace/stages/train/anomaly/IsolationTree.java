package io.millrace.stages.train.anomaly;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A tree of random cuts, as arrays by node; node 0 is the root. Liu, Ting and Zhou, "Isolation
 * Forest", ICDM 2008, algorithms 2 and 3; a cut takes one of the columns that vary among its rows.
 *
 * @param feature the column that a node cuts; -1 for a leaf
 * @param cut values below it go left
 * @param left the node there
 * @param right the node for the others
 * @param length at a leaf, the length of the path to a row that ends there
 */
record IsolationTree(int[] feature, double[] cut, int[] left, int[] right, double[] length)
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final double EULER = 0.5772156649015329;
  private static final int LEAF = -1;

  /** The mean length of an unsuccessful search in a binary tree of so many rows. */
  static double meanLength(long rows) {
    if (rows <= 1) {
      return 0;
    }
    return rows == 2 ? 1 : 2 * (Math.log(rows - 1.0) + EULER) - 2 * (rows - 1.0) / rows;
  }

  /** Isolates rows from each other. */
  static IsolationTree grow(double[][] rows, long seed) {
    Growth growth = new Growth(new SplittableRandom(seed), depthLimit(rows.length));
    growth.grow(rows, 0);
    return growth.tree();
  }

  private static int depthLimit(int rows) {
    return (int) Math.ceil(Math.log(Math.max(rows, 2)) / Math.log(2));
  }

  /** The length of the path to a row. */
  double pathLength(double[] row) {
    int node = 0;
    while (feature[node] != LEAF) {
      node = row[feature[node]] < cut[node] ? left[node] : right[node];
    }
    return length[node];
  }

  private static final class Growth {
    private final SplittableRandom random;
    private final int limit;
    private final List<double[]> nodes = new ArrayList<>();

    Growth(SplittableRandom random, int limit) {
      this.random = random;
      this.limit = limit;
    }

    /** A node is its feature, cut, left and right nodes, and length. */
    int grow(double[][] rows, int depth) {
      double[] node = {LEAF, 0, 0, 0, depth + meanLength(rows.length)};
      int place = nodes.size();
      nodes.add(node);
      int column = depth < limit && rows.length > 1 ? varying(rows) : LEAF;
      if (column == LEAF) {
        return place;
      }
      double cut = between(rows, column);
      node[0] = column;
      node[1] = cut;
      node[2] = grow(part(rows, column, cut, true), depth + 1);
      node[3] = grow(part(rows, column, cut, false), depth + 1);
      return place;
    }

    private int varying(double[][] rows) {
      int[] columns = new int[rows[0].length];
      int count = 0;
      for (int i = 0; i < columns.length; i++) {
        if (varies(rows, i)) {
          columns[count++] = i;
        }
      }
      return count == 0 ? LEAF : columns[random.nextInt(count)];
    }

    private static boolean varies(double[][] rows, int column) {
      for (double[] row : rows) {
        if (row[column] != rows[0][column]) {
          return true;
        }
      }
      return false;
    }

    /** More than the smallest value, so that both sides get rows. */
    private double between(double[][] rows, int column) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double[] row : rows) {
        least = Math.min(least, row[column]);
        most = Math.max(most, row[column]);
      }
      double cut = least + random.nextDouble() * (most - least);
      return cut > least && cut <= most ? cut : most;
    }

    private static double[][] part(double[][] rows, int column, double cut, boolean below) {
      return Arrays.stream(rows).filter(row -> row[column] < cut == below).toArray(double[][]::new);
    }

    IsolationTree tree() {
      return new IsolationTree(
          nodes.stream().mapToInt(node -> (int) node[0]).toArray(),
          nodes.stream().mapToDouble(node -> node[1]).toArray(),
          nodes.stream().mapToInt(node -> (int) node[2]).toArray(),
          nodes.stream().mapToInt(node -> (int) node[3]).toArray(),
          nodes.stream().mapToDouble(node -> node[4]).toArray());
    }
  }
}
