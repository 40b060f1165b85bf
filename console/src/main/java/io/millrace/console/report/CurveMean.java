package io.millrace.console.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One curve of those of several folds. */
final class CurveMean {
  private static final int STEPS = 100;

  private CurveMean() {}

  /**
   * The mean of y at each x that all curves reach, as Fawcett's vertical averaging ("An
   * introduction to ROC analysis", 2006, section 8): the area below it is the mean of their areas.
   *
   * @param curves points by fold, x ascending
   */
  static List<double[]> vertical(List<List<double[]>> curves) {
    double from = curves.stream().mapToDouble(c -> c.get(0)[0]).max().orElse(0);
    double to = curves.stream().mapToDouble(c -> c.get(c.size() - 1)[0]).min().orElse(0);
    List<double[]> mean = new ArrayList<>();
    double begin = curves.stream().mapToDouble(c -> firstAt(c, from)).average().orElse(0);
    mean.add(new double[] {from, begin});
    for (int i = 0; i <= STEPS && to >= from; i++) {
      double x = i == STEPS ? to : from + (to - from) * i / STEPS;
      mean.add(new double[] {x, curves.stream().mapToDouble(c -> at(c, x)).average().orElse(0)});
    }
    return mean;
  }

  /** Where a curve rises at once it begins below. */
  private static double firstAt(List<double[]> curve, double x) {
    return curve.get(0)[0] == x ? curve.get(0)[1] : at(curve, x);
  }

  /** Between two points on the line that joins them; where several have that x, of the last. */
  private static double at(List<double[]> curve, double x) {
    double[] before = curve.get(0);
    for (double[] point : curve) {
      if (point[0] > x) {
        double share = point[0] == before[0] ? 0 : (x - before[0]) / (point[0] - before[0]);
        return before[1] + share * (point[1] - before[1]);
      }
      before = point;
    }
    return before[1];
  }

  /**
   * The points of all rows together, of bins that are the same in each fold.
   *
   * @param rows x, y, how many rows, and the bin
   */
  static List<double[]> pooled(List<List<double[]>> rows) {
    Map<Double, double[]> sums = new LinkedHashMap<>();
    rows.stream()
        .flatMap(List::stream)
        .sorted((a, b) -> Double.compare(a[3], b[3]))
        .forEach(
            row -> {
              double[] sum = sums.computeIfAbsent(row[3], bin -> new double[3]);
              sum[0] += row[2] * row[0];
              sum[1] += row[2] * row[1];
              sum[2] += row[2];
            });
    return sums.values().stream()
        .map(sum -> new double[] {sum[0] / sum[2], sum[1] / sum[2]})
        .toList();
  }
}
