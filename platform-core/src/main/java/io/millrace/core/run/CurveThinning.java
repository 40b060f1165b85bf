package io.millrace.core.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out points of a curve that are hardly missed, as Visvalingam and Whyatt do ("Line
 * generalisation by repeated elimination of points", 1993): again and again the one that makes the
 * smallest triangle with its neighbours. The first and the last point stay.
 */
final class CurveThinning {
  private CurveThinning() {}

  /**
   * At most so many of the rows, in their order.
   *
   * @param rows x in the first column, y in the second; rows that have no numbers there stay all
   */
  static List<List<String>> thin(List<List<String>> rows, int most) {
    List<List<String>> left = new ArrayList<>(rows);
    try {
      List<double[]> points = new ArrayList<>(rows.stream().map(CurveThinning::point).toList());
      while (left.size() > Math.max(2, most)) {
        int least = least(points);
        left.remove(least);
        points.remove(least);
      }
      return left;
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return rows;
    }
  }

  private static double[] point(List<String> row) {
    return new double[] {Double.parseDouble(row.get(0)), Double.parseDouble(row.get(1))};
  }

  private static int least(List<double[]> points) {
    int least = 1;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < points.size() - 1; i++) {
      double area = area(points.get(i - 1), points.get(i), points.get(i + 1));
      if (area < smallest) {
        least = i;
        smallest = area;
      }
    }
    return least;
  }

  private static double area(double[] before, double[] point, double[] after) {
    return Math.abs(
        (after[0] - before[0]) * (point[1] - before[1])
            - (point[0] - before[0]) * (after[1] - before[1]));
  }
}
