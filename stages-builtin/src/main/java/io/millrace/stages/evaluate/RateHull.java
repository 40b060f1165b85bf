package io.millrace.stages.evaluate;

import java.util.Arrays;

/**
 * Finds the largest distance between y / Y and x / X over points that rise in both coordinates,
 * though X and Y are told at the end only: whatever they are, a corner of the points' convex hull
 * wins. So the hull is all that is kept (Andrew's monotone chain).
 */
final class RateHull {
  private final Chain upper = new Chain(1);
  private final Chain lower = new Chain(-1);

  RateHull() {
    add(0, 0);
  }

  void add(double x, double y) {
    upper.add(x, y);
    lower.add(x, y);
  }

  double largestDistance(double totalX, double totalY) {
    return Math.max(upper.largestDistance(totalX, totalY), lower.largestDistance(totalX, totalY));
  }

  private static final class Chain {
    private final int side;
    private double[] xs = new double[64];
    private double[] ys = new double[64];
    private int size;

    Chain(int side) {
      this.side = side;
    }

    void add(double x, double y) {
      while (size >= 2 && side * turn(x, y) >= 0) {
        size--;
      }
      if (size == xs.length) {
        xs = Arrays.copyOf(xs, 2 * size);
        ys = Arrays.copyOf(ys, 2 * size);
      }
      xs[size] = x;
      ys[size++] = y;
    }

    /** Positive where the way over the last two points to this one turns left. */
    private double turn(double x, double y) {
      double fromX = xs[size - 2];
      double fromY = ys[size - 2];
      return (xs[size - 1] - fromX) * (y - fromY) - (ys[size - 1] - fromY) * (x - fromX);
    }

    double largestDistance(double totalX, double totalY) {
      double largest = 0;
      for (int i = 0; i < size; i++) {
        largest = Math.max(largest, Math.abs(ys[i] / totalY - xs[i] / totalX));
      }
      return largest;
    }
  }
}
