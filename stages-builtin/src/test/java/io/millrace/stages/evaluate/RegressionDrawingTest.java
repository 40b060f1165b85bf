package io.millrace.stages.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.EvaluationTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is drawn of predicted numbers, of more rows than are kept. */
final class RegressionDrawingTest {
  private static final int ROWS = 100_000;

  /** Skewed like prices: a label, a prediction and the weight 1. */
  private static List<double[]> prices() {
    Random random = new Random(7);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double label = Math.exp(1.5 * random.nextGaussian() + 5);
      rows.add(new double[] {label, label * Math.exp(0.2 * random.nextGaussian()), 1});
    }
    return rows;
  }

  private static RegressionDrawing drawn(List<double[]> rows, int parts) {
    RegressionDrawing all = new RegressionDrawing();
    for (int part = 0; part < parts; part++) {
      RegressionDrawing own = new RegressionDrawing();
      for (int i = part; i < rows.size(); i += parts) {
        own.add(rows.get(i));
      }
      all.merge(own.numbers());
    }
    return RegressionDrawing.of(all.numbers());
  }

  private static double[] column(EvaluationTable curve, int column) {
    return curve.rows().stream().mapToDouble(row -> Double.parseDouble(row.get(column))).toArray();
  }

  @Test
  void binsOfPredictionsHoldAboutTheRowsThatTheyShould() {
    List<double[]> rows = prices();
    List<double[]> sorted =
        rows.stream().sorted(Comparator.comparingDouble(row -> row[1])).toList();

    EvaluationTable predicted = drawn(rows, 7).curves().get(1);

    assertThat(predicted.rows()).hasSize(20);
    assertThat(Arrays.stream(column(predicted, 2)).sum()).isEqualTo(ROWS);
    for (int i = 0; i < 20; i++) {
      List<double[]> own = sorted.subList(i * ROWS / 20, (i + 1) * ROWS / 20);
      double mean = own.stream().mapToDouble(row -> row[1]).average().orElseThrow();
      double actual = own.stream().mapToDouble(row -> row[0]).average().orElseThrow();
      assertThat(column(predicted, 0)[i]).isCloseTo(mean, within(0.05 * mean));
      assertThat(column(predicted, 1)[i]).isCloseTo(actual, within(0.05 * actual));
      assertThat(column(predicted, 2)[i]).isBetween(0.045 * ROWS, 0.055 * ROWS);
    }
  }

  @Test
  void theHistogramShowsTheMiddleAndPutsWhatIsFarAwayIntoItsEnds() {
    List<double[]> rows = prices();
    rows.add(new double[] {1e9, 1, 1});

    EvaluationTable residuals = drawn(rows, 7).curves().get(0);

    double[] from = column(residuals, 0);
    double[] to = column(residuals, 1);
    double[] counts = column(residuals, 2);
    assertThat(residuals.rows()).hasSize(40);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(ROWS + 1);
    assertThat(to[39]).isEqualTo(1e9 - 1);
    assertThat(from[39]).isLessThan(3_000);
    for (int i = 1; i < 39; i++) {
      int bin = i;
      long exact =
          rows.stream()
              .mapToDouble(row -> row[0] - row[1])
              .filter(residual -> residual >= from[bin] && residual < to[bin])
              .count();
      assertThat(counts[i]).isCloseTo(exact, within(0.01 * ROWS));
      assertThat(from[i]).isEqualTo(to[i - 1]);
    }
  }

  @Test
  void fewDifferentPredictionsAreToldApart() {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      rows.add(new double[] {i % 10, i % 3 == 0 ? 7 : 2.5, 2});
    }

    List<EvaluationTable> curves = drawn(rows, 3).curves();

    assertThat(column(curves.get(1), 0)).containsExactly(2.5, 7);
    assertThat(column(curves.get(1), 1))
        .satisfies(actual -> assertThat(actual[0]).isCloseTo(4.5, within(1e-3)));
    assertThat(column(curves.get(1), 2)).containsExactly(66_666, 33_334);
  }

  @Test
  void perfectPredictionsHaveOneBinAndInfiniteOnesNone() {
    List<double[]> perfect = List.of(new double[] {1, 1, 1}, new double[] {2, 2, 1});
    List<double[]> infinite = List.of(new double[] {1, Double.POSITIVE_INFINITY, 1});

    assertThat(drawn(perfect, 1).curves().get(0).rows())
        .containsExactly(List.of("0.0", "0.0", "2.0"));
    assertThat(drawn(infinite, 1).curves()).isEmpty();
  }

  @Test
  void theOrderOfPartitionsDoesNotMatter() {
    List<double[]> rows = prices();
    RegressionDrawing one = new RegressionDrawing();
    RegressionDrawing other = new RegressionDrawing();
    rows.subList(0, 30_000).forEach(one::add);
    rows.subList(30_000, ROWS).forEach(other::add);
    RegressionDrawing forth = new RegressionDrawing();
    forth.merge(one.numbers());
    forth.merge(other.numbers());
    RegressionDrawing back = new RegressionDrawing();
    back.merge(other.numbers());
    back.merge(one.numbers());

    assertThat(forth.curves()).isEqualTo(back.curves());
  }
}
