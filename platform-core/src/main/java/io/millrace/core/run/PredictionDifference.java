package io.millrace.core.run;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How predictions for the same rows differ.
 *
 * @param rows rows that were compared
 * @param unequal rows of which a value differs by more than {@link #TOLERANCE}, or that only one
 *     side predicts
 * @param largest the largest difference of two numbers, absolute or, of numbers beyond 1, relative
 */
public record PredictionDifference(int rows, int unequal, double largest) {
  /** Sums that are added up in another order differ by less. */
  public static final double TOLERANCE = 1e-9;

  /** Nothing was compared. */
  public static final PredictionDifference NONE = new PredictionDifference(0, 0, 0);

  /** Whether two figures differ by no more than {@link #TOLERANCE}. */
  public static boolean areEqual(double expected, double found) {
    return difference(expected, found) <= TOLERANCE;
  }

  /**
   * Compares row by row.
   *
   * @param expected values by row; null for a row that is left out
   */
  static PredictionDifference of(
      List<? extends @Nullable List<? extends @Nullable Object>> expected,
      List<? extends @Nullable List<? extends @Nullable Object>> found) {
    int rows = Math.max(expected.size(), found.size());
    int unequal = Math.abs(expected.size() - found.size());
    double largest = 0;
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      double difference = difference(expected.get(i), found.get(i));
      unequal += difference <= TOLERANCE ? 0 : 1;
      largest = Math.max(largest, Double.isInfinite(difference) ? 0 : difference);
    }
    return new PredictionDifference(rows, unequal, largest);
  }

  /** Infinite where two values can't be near each other. */
  private static double difference(@Nullable Object expected, @Nullable Object found) {
    if (expected instanceof Number a && found instanceof Number b) {
      return difference(a.doubleValue(), b.doubleValue());
    }
    if (expected instanceof List<?> a && found instanceof List<?> b && a.size() == b.size()) {
      double largest = 0;
      for (int i = 0; i < a.size(); i++) {
        largest = Math.max(largest, difference(a.get(i), b.get(i)));
      }
      return largest;
    }
    return Objects.deepEquals(expected, found) ? 0 : Double.POSITIVE_INFINITY;
  }

  private static double difference(double expected, double found) {
    if (Double.compare(expected, found) == 0) {
      return 0;
    }
    double scale = Math.max(1, Math.max(Math.abs(expected), Math.abs(found)));
    double difference = Math.abs(expected - found) / scale;
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }
}
