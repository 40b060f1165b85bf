package io.millrace.serving.rollout;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The population stability index of two samples, as Evidently 0.7 computes it: the sum of (r - c)
 * ln(r / c) over the bins' shares r of the reference and c of the current sample. With more than 20
 * distinct values in the reference, bins have the width of Sturges' rule over both samples (as
 * numpy's {@code histogram_bin_edges(…, "sturges")}); else each value is a bin. A share of zero
 * becomes 0.0001, or a millionth of its sample's least share where that is no larger.
 *
 * <p>Usual reading: below 0.1 alike, above 0.2 clearly shifted.
 */
final class PopulationStability {
  private static final int MOST_VALUES = 20;
  private static final double NEARLY_ZERO = 0.0001;

  private PopulationStability() {}

  /**
   * The index.
   *
   * @param reference finite numbers, at least one
   * @param current the same
   */
  static double index(double[] reference, double[] current) {
    long values = Arrays.stream(reference).distinct().count();
    return values > MOST_VALUES ? binned(reference, current) : byValue(reference, current);
  }

  private static double binned(double[] reference, double[] current) {
    double low = Math.min(least(reference), least(current));
    double high = Math.max(most(reference), most(current));
    int n = reference.length + current.length;
    double width = (high - low) / (Math.log(n) / Math.log(2) + 1);
    int bins = (int) Math.ceil((high - low) / width);
    return index(
        counts(reference, low, high, bins), counts(current, low, high, bins), reference, current);
  }

  private static double byValue(double[] reference, double[] current) {
    double[] values =
        DoubleStream.concat(Arrays.stream(reference), Arrays.stream(current))
            .distinct()
            .sorted()
            .toArray();
    return index(counts(reference, values), counts(current, values), reference, current);
  }

  private static double index(int[] r, int[] c, double[] reference, double[] current) {
    double[] expected = shares(r, reference.length);
    double[] actual = shares(c, current.length);
    double index = 0;
    for (int i = 0; i < expected.length; i++) {
      index += (expected[i] - actual[i]) * Math.log(expected[i] / actual[i]);
    }
    return index;
  }

  private static int[] counts(double[] sample, double low, double high, int bins) {
    int[] counts = new int[bins];
    for (double value : sample) {
      int bin = (int) ((value - low) / (high - low) * bins);
      counts[Math.min(bin, bins - 1)]++;
    }
    return counts;
  }

  private static int[] counts(double[] sample, double[] values) {
    int[] counts = new int[values.length];
    for (double value : sample) {
      counts[Arrays.binarySearch(values, value)]++;
    }
    return counts;
  }

  private static double[] shares(int[] counts, int size) {
    double[] shares = new double[counts.length];
    double least = 1;
    for (int i = 0; i < counts.length; i++) {
      shares[i] = (double) counts[i] / size;
      if (counts[i] > 0) {
        least = Math.min(least, shares[i]);
      }
    }
    double fill = least <= NEARLY_ZERO ? least / 1e6 : NEARLY_ZERO;
    for (int i = 0; i < counts.length; i++) {
      shares[i] = counts[i] == 0 ? fill : shares[i];
    }
    return shares;
  }

  private static double least(double[] sample) {
    return Arrays.stream(sample).min().orElseThrow();
  }

  private static double most(double[] sample) {
    return Arrays.stream(sample).max().orElseThrow();
  }
}
