package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.Arrays;

/**
 * {@code multiply-matrix}: the product of a {@code matrix} of so many {@code rows} and a vector;
 * the matrix lies {@code byRow} or by column, which decides the order of the sums.
 */
public final class MultiplyMatrix implements ScoringOperator {
  @Override
  public String name() {
    return "multiply-matrix";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    double[] matrix = params.doubles("matrix");
    int rows = params.count("rows");
    boolean byRow = params.flag("byRow");
    VectorInput input = VectorInput.of(step, 0, matrix.length / rows);
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector vector = input.in(row);
      double[] made = row.ownVector(to).becomeDense(rows);
      Arrays.fill(made, 0, rows, 0);
      if (byRow) {
        Blas.gemvTransposed(rows, 1, matrix, vector, 0, made);
      } else {
        Blas.gemv(rows, 1, matrix, vector, 0, made);
      }
    };
  }
}
