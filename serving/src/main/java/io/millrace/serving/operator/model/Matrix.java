package io.millrace.serving.operator.model;

import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.serving.operator.Blas;
import java.util.Arrays;

/**
 * A matrix, as Spark ML holds it: dense or sparse, by column or by row. The product with a vector
 * is added up in the order of {@code org.apache.spark.ml.linalg.BLAS.gemv}.
 */
abstract sealed class Matrix {
  private final int rows;
  private final int columns;

  private Matrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * The matrix of a step: {@code rows}, {@code columns}, {@code byRow}, {@code matrix}; if sparse,
   * also {@code starts}, where in {@code matrix} each column (or row) begins and the last one ends,
   * and {@code places}, the row (or column) of each value.
   */
  static Matrix of(StepParams params) {
    int rows = params.count("rows");
    int columns = params.count("columns");
    boolean byRow = params.flag("byRow");
    double[] values = params.doubles("matrix");
    if (!params.has("starts")) {
      return new Dense(rows, columns, byRow, values);
    }
    int[] starts = params.ints("starts");
    int[] places = params.ints("places");
    return byRow
        ? new SparseByRow(rows, columns, starts, places, values)
        : new SparseByColumn(rows, columns, starts, places, values);
  }

  /** A dense one. */
  static Matrix dense(int rows, int columns, boolean byRow, double[] values) {
    return new Dense(rows, columns, byRow, values);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Sets y to {@code alpha * this * x + beta * y}. */
  abstract void multiply(double alpha, ScoringVector x, double beta, double[] y);

  private static final class Dense extends Matrix {
    private final boolean byRow;
    private final double[] values;

    Dense(int rows, int columns, boolean byRow, double[] values) {
      super(rows, columns);
      this.byRow = byRow;
      this.values = values;
    }

    @Override
    void multiply(double alpha, ScoringVector x, double beta, double[] y) {
      if (byRow) {
        Blas.gemvTransposed(rows(), alpha, values, x, beta, y);
      } else {
        Blas.gemv(rows(), alpha, values, x, beta, y);
      }
    }
  }

  private static final class SparseByRow extends Matrix {
    private final int[] starts;
    private final int[] places;
    private final double[] values;

    SparseByRow(int rows, int columns, int[] starts, int[] places, double[] values) {
      super(rows, columns);
      this.starts = starts;
      this.places = places;
      this.values = values;
    }

    @Override
    void multiply(double alpha, ScoringVector x, double beta, double[] y) {
      for (int row = 0; row < rows(); row++) {
        double sum = x.isDense() ? dense(row, x.values()) : sparse(row, x);
        y[row] = sum * alpha + beta * y[row];
      }
    }

    private double dense(int row, double[] x) {
      double sum = 0;
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        sum += values[i] * x[places[i]];
      }
      return sum;
    }

    private double sparse(int row, ScoringVector x) {
      int[] indices = x.indices();
      double sum = 0;
      int k = 0;
      for (int i = starts[row]; i < starts[row + 1] && k < x.count(); i++) {
        while (k < x.count() && indices[k] < places[i]) {
          k++;
        }
        if (k < x.count() && indices[k] == places[i]) {
          sum += values[i] * x.values()[k++];
        }
      }
      return sum;
    }
  }

  private static final class SparseByColumn extends Matrix {
    private final int[] starts;
    private final int[] places;
    private final double[] values;

    SparseByColumn(int rows, int columns, int[] starts, int[] places, double[] values) {
      super(rows, columns);
      this.starts = starts;
      this.places = places;
      this.values = values;
    }

    @Override
    void multiply(double alpha, ScoringVector x, double beta, double[] y) {
      if (beta == 0) {
        Arrays.fill(y, 0, rows(), 0);
      } else if (beta != 1) {
        throw new IllegalArgumentException("beta is 0 or 1");
      }
      for (int k = 0; k < x.count(); k++) {
        int column = x.isDense() ? k : x.indices()[k];
        double times = x.values()[k] * alpha;
        for (int i = starts[column]; i < starts[column + 1]; i++) {
          y[places[i]] += values[i] * times;
        }
      }
    }
  }
}
