package io.millrace.stages.transform;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.mllib.linalg.Matrix;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Singular value decomposition of vectors as they stand, not centred, so that sparse ones stay
 * sparse: MLlib finds the directions, and Spark ML's {@link PCAModel}, which centres nothing when
 * it is applied, turns vectors to them.
 */
public final class TruncatedSvd extends Estimator<PCAModel> {
  private static final long serialVersionUID = 1;
  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final IntParam k;

  TruncatedSvd() {
    this(Identifiable$.MODULE$.randomUID("svd"));
  }

  private TruncatedSvd(String uid) {
    // A parameter remembers whose it is: the id has to be there first.
    this.uid = uid;
    this.inputCol = new Param<>(this, "inputCol", "the vectors");
    this.outputCol = new Param<>(this, "outputCol", "the turned vectors");
    this.k = new IntParam(this, "k", "how many directions");
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Found by Spark ML by its type. */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** Found by Spark ML by its type. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** Found by Spark ML by its type. */
  public IntParam k() {
    return k;
  }

  @Override
  public PCAModel fit(Dataset<?> rows) {
    String input = getOrDefault(inputCol);
    int directions = (Integer) getOrDefault(k);
    RowMatrix matrix =
        new RowMatrix(
            rows.select(input)
                .javaRDD()
                .map(row -> Vectors.fromML(((org.apache.spark.sql.Row) row).<Vector>getAs(0)))
                .rdd());
    if (matrix.numCols() < directions) {
      throw new IllegalArgumentException(
          "the vectors have %d slots, and k is %d".formatted(matrix.numCols(), directions));
    }
    var decomposed = matrix.computeSVD(directions, false, 1e-9);
    Matrix found = decomposed.V();
    // Fewer directions than asked for are found where the rows do not span so many.
    double[] columns = new double[found.numRows() * directions];
    double[] values = new double[directions];
    for (int column = 0; column < found.numCols(); column++) {
      values[column] = decomposed.s().apply(column);
      double sign = sign(found, column);
      for (int row = 0; row < found.numRows(); row++) {
        columns[column * found.numRows() + row] = sign * found.apply(row, column);
      }
    }
    PCAModel model =
        new PCAModel(
            uid, new DenseMatrix(found.numRows(), directions, columns), new DenseVector(values));
    model.set(model.k(), directions);
    return model.setInputCol(input).setOutputCol(getOrDefault(outputCol));
  }

  /** A direction and its opposite are as good: its largest slot shall be positive. */
  private static double sign(Matrix found, int column) {
    double largest = 0;
    for (int row = 0; row < found.numRows(); row++) {
      double value = found.apply(row, column);
      largest = Math.abs(value) > Math.abs(largest) + 1e-12 ? value : largest;
    }
    return largest < 0 ? -1 : 1;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema.add(getOrDefault(outputCol), SQLDataTypes.VectorType(), false);
  }

  @Override
  public Estimator<PCAModel> copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
