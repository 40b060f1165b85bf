package io.millrace.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a process took.
 *
 * @param seconds from its start to its end
 * @param cpuSeconds of all its threads, in user and system mode
 * @param peakBytes the most memory that it held; -1 where the system does not tell
 */
record Measurement(double seconds, double cpuSeconds, double peakBytes) {
  /** The median of one figure. */
  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
