package io.millrace.model.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScoringVectorTest {
  @Test
  void compressingKeepsEveryValueInTheSmallerForm() {
    Random random = new Random(5);
    for (int round = 0; round < 1000; round++) {
      double[] values = new double[random.nextInt(40)];
      double density = random.nextDouble();
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextDouble() < density ? random.nextGaussian() : 0;
      }
      long nonZeros = Arrays.stream(values).filter(value -> value != 0).count();
      boolean dense = 12 * nonZeros + 28 >= 8 * values.length + 12;

      for (ScoringVector vector : new ScoringVector[] {dense(values), sparse(values, random)}) {
        vector.compress();

        assertThat(vector.isDense()).isEqualTo(dense);
        assertThat(vector.count()).isEqualTo(dense ? values.length : (int) nonZeros);
        for (int i = 0; i < values.length; i++) {
          assertThat(vector.at(i)).isEqualTo(values[i]);
        }
      }
    }
  }

  @Test
  void aVectorIsFilledAgainAndAgain() {
    ScoringVector vector = ScoringVector.sparse(5, new int[] {1, 4}, new double[] {2, 3});
    vector.becomeSparse(3);
    vector.append(2, 7);

    assertThat(vector.size()).isEqualTo(3);
    assertThat(new double[] {vector.at(0), vector.at(1), vector.at(2)}).containsExactly(0, 0, 7);
    double[] values = vector.becomeDense(2);
    values[0] = 1;
    values[1] = 2;
    assertThat(vector.at(1)).isEqualTo(2);
    assertThat(vector.count()).isEqualTo(2);
  }

  private static ScoringVector dense(double[] values) {
    return ScoringVector.dense(values);
  }

  /** With some of the zeros held. */
  private static ScoringVector sparse(double[] values, Random random) {
    ScoringVector vector = new ScoringVector();
    vector.becomeSparse(values.length);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0 || random.nextBoolean()) {
        vector.append(i, values[i]);
      }
    }
    return vector;
  }
}
