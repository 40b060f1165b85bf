package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ludovic.netlib.blas.JavaBLAS;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.serving.operator.Blas;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlasParityTest {
  private static final JavaBLAS SPARKS = JavaBLAS.getInstance();
  private static final int MOST = 19;
  private final Random random = new Random(4);

  private double[] numbers(int n) {
    return random.doubles(n, -1e3, 1e3).map(x -> x * Math.exp(random.nextGaussian())).toArray();
  }

  @Test
  void productsOfVectorsHaveSparksBits() {
    for (int n = 0; n <= MOST; n++) {
      double[] x = numbers(n);
      double[] y = numbers(n + 2);
      assertThat(Blas.dot(n, x, y, 2)).isEqualTo(SPARKS.ddot(n, x, 0, 1, y, 2, 1));
      double[] expected = y.clone();
      SPARKS.daxpy(n, 0.3, x, 0, 1, expected, 0, 1);
      Blas.axpy(n, 0.3, x, 0, y);
      assertThat(y).isEqualTo(expected);
    }
  }

  @Test
  void productsOfMatricesHaveSparksBits() {
    for (int rows = 1; rows <= MOST; rows++) {
      for (int columns = 1; columns <= MOST; columns++) {
        for (double beta : new double[] {0, 0.7, 1}) {
          double[] a = numbers(rows * columns);
          double[] x = numbers(columns);
          double[] y = numbers(rows);
          double[] expected = y.clone();
          double[] scored = y.clone();
          SPARKS.dgemv("N", rows, columns, 0.9, a, rows, x, 1, beta, expected, 1);
          Blas.gemv(rows, 0.9, a, ScoringVector.dense(x), beta, scored);
          assertThat(scored).isEqualTo(expected);
          expected = y.clone();
          SPARKS.dgemv("T", columns, rows, 0.9, a, columns, x, 1, beta, expected, 1);
          Blas.gemvTransposed(rows, 0.9, a, ScoringVector.dense(x), beta, y);
          assertThat(y).isEqualTo(expected);
        }
      }
    }
  }
}
