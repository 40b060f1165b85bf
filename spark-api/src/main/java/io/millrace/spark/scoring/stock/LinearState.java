package io.millrace.spark.scoring.stock;

import io.millrace.api.scoring.ScoringStep;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/** Vectors and matrices of Spark ML as arrays of a step: dense or sparse, as they are. */
final class LinearState {
  private LinearState() {}

  /** The step with the coefficients and the intercept of a linear function. */
  static ScoringStep linear(ScoringStep step, Vector coefficients, double intercept) {
    ScoringStep sized =
        step.with("size", coefficients.size()).withArray("intercept", new double[] {intercept});
    return coefficients instanceof SparseVector sparse
        ? sized.withArray("coefficients", sparse.values()).withArray("places", sparse.indices())
        : sized.withArray("coefficients", coefficients.toArray());
  }

  /** The step with a matrix. */
  static ScoringStep matrix(ScoringStep step, Matrix matrix) {
    ScoringStep sized = step.with("rows", matrix.numRows()).with("columns", matrix.numCols());
    if (matrix instanceof SparseMatrix sparse) {
      return sized
          .with("byRow", sparse.isTransposed())
          .withArray("matrix", sparse.values())
          .withArray("starts", sparse.colPtrs())
          .withArray("places", sparse.rowIndices());
    }
    DenseMatrix dense = (DenseMatrix) matrix;
    return sized.with("byRow", dense.isTransposed()).withArray("matrix", dense.values());
  }
}
