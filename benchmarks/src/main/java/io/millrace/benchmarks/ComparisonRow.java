package io.millrace.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A line of a table: the medians of two programs and the one over the other. */
final class ComparisonRow {
  private ComparisonRow() {}

  static void print(
      String name,
      List<Measurement> ours,
      List<Measurement> theirs,
      ToDoubleFunction<Measurement> figure) {
    double own = Measurement.median(ours, figure);
    double other = Measurement.median(theirs, figure);
    System.out.printf("%-10s %10.1f %10.1f %8.3f%n", name, own, other, own / other);
  }
}
