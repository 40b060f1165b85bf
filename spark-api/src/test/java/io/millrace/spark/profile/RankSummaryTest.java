package io.millrace.spark.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RankSummaryTest {
  private static final double ERROR = 0.01;

  @Test
  void fewNumbersAreExact() {
    RankSummary summary = new RankSummary(ERROR, new RankSummary.Scratch());
    summary.add(new double[] {1, 2, 2, 7}, 4);

    assertThat(new double[] {quartile(summary, 1), quartile(summary, 2), quartile(summary, 4)})
        .containsExactly(1, 2, 7);
    assertThat(new RankSummary(ERROR, new RankSummary.Scratch()).quantile(0.5)).isNaN();
  }

  private static double quartile(RankSummary summary, int quarters) {
    return summary.quantile(quarters / 4.0);
  }

  /** Blocks that overlap, ascend, or hold ties; of many sizes, merged in pairs and in a row. */
  @Test
  void ranksAreWrongByNoMoreThanTheErrorHoweverNumbersCome() {
    SplittableRandom random = new SplittableRandom(7);
    for (int shape = 0; shape < 4; shape++) {
      RankSummary all = new RankSummary(ERROR, new RankSummary.Scratch());
      double[] seen = {};
      for (int part = 0; part < 6; part++) {
        RankSummary own = new RankSummary(ERROR, new RankSummary.Scratch());
        for (int block = 0; block < 5; block++) {
          double[] numbers = numbers(shape, part * 5 + block, random);
          own.add(numbers, numbers.length);
          seen = joined(seen, numbers);
        }
        all.merge(own);
      }
      Arrays.sort(seen);
      requireRanks(all, seen);
    }
  }

  private static double[] numbers(int shape, int block, SplittableRandom random) {
    double[] numbers = new double[1 + random.nextInt(3000)];
    for (int i = 0; i < numbers.length; i++) {
      double uniform = random.nextDouble();
      numbers[i] =
          switch (shape) {
            case 0 -> uniform;
            case 1 -> block + uniform;
            case 2 -> -block - uniform;
            default -> Math.floor(uniform * uniform * 8);
          };
    }
    Arrays.sort(numbers);
    return numbers;
  }

  private static double[] joined(double[] left, double[] right) {
    double[] joined = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, joined, left.length, right.length);
    return joined;
  }

  private static void requireRanks(RankSummary summary, double[] sorted) {
    assertThat(summary.count()).isEqualTo(sorted.length);
    for (double share = 0; share <= 1; share += 0.05) {
      double found = summary.quantile(share);
      double wanted = share * sorted.length;
      int lowest = 0;
      while (sorted[lowest] < found) {
        lowest++;
      }
      int highest = lowest;
      while (highest < sorted.length && sorted[highest] == found) {
        highest++;
      }
      assertThat(sorted[lowest]).isEqualTo(found);
      assertThat(lowest + 1 - wanted).isLessThanOrEqualTo(ERROR * sorted.length + 1);
      assertThat(wanted - highest).isLessThanOrEqualTo(ERROR * sorted.length + 1);
    }
  }
}
