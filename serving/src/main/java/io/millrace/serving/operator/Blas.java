package io.millrace.serving.operator;

import io.millrace.model.scoring.ScoringVector;

/**
 * Sums of products of vectors and matrices in the order, and with the roundings, of Spark ML: dense
 * ones as {@code dev.ludovic.netlib.blas.Java11BLAS} adds them up, which Spark runs on a JVM
 * without {@code jdk.incubator.vector} and native libraries, sparse ones as Spark's own {@code
 * org.apache.spark.ml.linalg.BLAS} does.
 */
public final class Blas {
  /** How many terms the dense routines take at once. */
  private static final int WIDTH = 4;

  private Blas() {}

  /** The dot product of two dense vectors, the second from that place on. */
  public static double dot(int n, double[] x, double[] y, int offset) {
    return dot(n, x, 0, y, offset);
  }

  /** The dot product of two dense vectors, each from a place on. */
  public static double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int whole = n - n % WIDTH;
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    for (int i = 0; i < whole; i += WIDTH) {
      int a = xOffset + i;
      int b = yOffset + i;
      sum0 = Math.fma(x[a], y[b], sum0);
      sum1 = Math.fma(x[a + 1], y[b + 1], sum1);
      sum2 = Math.fma(x[a + 2], y[b + 2], sum2);
      sum3 = Math.fma(x[a + 3], y[b + 3], sum3);
    }
    double sum = sum0 + sum1 + sum2 + sum3;
    for (int i = whole; i < n; i++) {
      sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
    }
    return sum;
  }

  /** The dot product of a vector and as many numbers from that place on. */
  public static double dot(ScoringVector x, double[] y, int offset) {
    if (x.isDense()) {
      return dot(x.size(), x.values(), y, offset);
    }
    double[] values = x.values();
    int[] indices = x.indices();
    double sum = 0;
    for (int k = 0; k < x.count(); k++) {
      sum += values[k] * y[offset + indices[k]];
    }
    return sum;
  }

  /** Adds {@code a * x}, of x from that place on, to the first n of y. */
  public static void axpy(int n, double a, double[] x, int offset, double[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.fma(a, x[offset + i], y[i]);
    }
  }

  /** Adds {@code a * x} to y. */
  public static void axpy(double a, ScoringVector x, double[] y) {
    if (x.isDense()) {
      axpy(x.size(), a, x.values(), 0, y);
      return;
    }
    for (int k = 0; k < x.count(); k++) {
      // A product with 1 is exact: Spark's own branch for it makes no difference.
      y[x.indices()[k]] += a * x.values()[k];
    }
  }

  /**
   * Sets y to {@code alpha * A * x + beta * y}.
   *
   * @param rows of the matrix
   * @param a the matrix, column by column
   */
  public static void gemv(
      int rows, double alpha, double[] a, ScoringVector x, double beta, double[] y) {
    if (x.isDense()) {
      denseGemv(rows, alpha, a, x, beta, y);
      return;
    }
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int k = 0; k < x.count(); k++) {
        sum += x.values()[k] * a[x.indices()[k] * rows + row];
      }
      y[row] = sum * alpha + beta * y[row];
    }
  }

  private static void denseGemv(
      int rows, double alpha, double[] a, ScoringVector x, double beta, double[] y) {
    for (int row = 0; row < rows && beta != 1; row++) {
      y[row] = beta == 0 ? 0 : beta * y[row];
    }
    double[] values = x.values();
    int columns = x.size();
    int whole = columns - columns % WIDTH;
    for (int column = 0; column < whole; column += WIDTH) {
      double x0 = alpha * values[column];
      double x1 = alpha * values[column + 1];
      double x2 = alpha * values[column + 2];
      double x3 = alpha * values[column + 3];
      int start = column * rows;
      for (int row = 0; row < rows; row++) {
        int place = start + row;
        double sum = Math.fma(x3, a[place + 3 * rows], y[row]);
        sum = Math.fma(x2, a[place + 2 * rows], sum);
        sum = Math.fma(x1, a[place + rows], sum);
        y[row] = Math.fma(x0, a[place], sum);
      }
    }
    for (int column = whole; column < columns; column++) {
      axpy(rows, alpha * values[column], a, column * rows, y);
    }
  }

  /**
   * One number of {@code A * x}, as {@link #gemv} adds it up for dense vectors.
   *
   * @param n how many numbers a row of the matrix has
   * @param row holds the row, its numbers side by side from a place on
   */
  public static double gemvRow(int n, double[] row, int offset, double[] x) {
    int whole = n - n % WIDTH;
    double sum = 0;
    for (int i = 0; i < whole; i += WIDTH) {
      int place = offset + i;
      sum = Math.fma(x[i + 3], row[place + 3], sum);
      sum = Math.fma(x[i + 2], row[place + 2], sum);
      sum = Math.fma(x[i + 1], row[place + 1], sum);
      sum = Math.fma(x[i], row[place], sum);
    }
    for (int i = whole; i < n; i++) {
      sum = Math.fma(x[i], row[offset + i], sum);
    }
    return sum;
  }

  /**
   * Sets y to {@code alpha * A * x + beta * y}.
   *
   * @param rows of the matrix
   * @param a the matrix, row by row: Spark calls it transposed
   */
  public static void gemvTransposed(
      int rows, double alpha, double[] a, ScoringVector x, double beta, double[] y) {
    double[] values = x.values();
    for (int row = 0; row < rows; row++) {
      int start = row * x.size();
      double sum = 0;
      if (x.isDense()) {
        for (int i = 0; i < x.size(); i++) {
          sum = Math.fma(values[i], a[start + i], sum);
        }
        y[row] = beta == 0 ? alpha * sum : alpha * sum + beta * y[row];
      } else {
        for (int k = 0; k < x.count(); k++) {
          sum += values[k] * a[start + x.indices()[k]];
        }
        y[row] = sum * alpha + beta * y[row];
      }
    }
  }
}
