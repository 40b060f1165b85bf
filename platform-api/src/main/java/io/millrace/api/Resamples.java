package io.millrace.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The figures of a model on rows that were drawn anew, again and again: what its confidence
 * intervals come from. Two models that were measured on the same resamples are compared resample by
 * resample, which tells far smaller differences apart than two intervals side by side.
 *
 * @param level how likely an interval holds the true figure, as 0.95
 * @param sizes how many rows each resample has, a row counted as often as it was drawn
 * @param figures by {@link MetricName#text}, one for each resample; NaN where it has none
 */
public record Resamples(double level, List<Long> sizes, Map<String, List<Double>> figures) {
  public Resamples {
    sizes = List.copyOf(sizes);
    Map<String, List<Double>> copied = new LinkedHashMap<>();
    figures.forEach((name, drawn) -> copied.put(name, List.copyOf(drawn)));
    figures = Collections.unmodifiableMap(copied);
  }

  /**
   * A percentile interval.
   *
   * @param lower its lower end
   * @param upper its upper end
   */
  public record Interval(double lower, double upper) {}

  /**
   * Whether another model was measured on the same resamples. Rows that are drawn by other hashes
   * give sizes that differ somewhere among the first few already.
   */
  public boolean isPairedWith(Resamples other) {
    return level == other.level && sizes.equals(other.sizes);
  }

  /**
   * The interval by which this model's figure is above the other's on the same rows: the paired
   * bootstrap.
   *
   * @return empty if the resamples are others, or more often than not have no figure
   */
  public Optional<Interval> difference(String metric, Resamples other) {
    List<Double> own = figures.get(metric);
    List<Double> others = other.figures.get(metric);
    if (own == null || others == null || !isPairedWith(other)) {
      return Optional.empty();
    }
    return percentiles(
        IntStream.range(0, own.size()).mapToDouble(i -> own.get(i) - others.get(i)).toArray(),
        level);
  }

  /**
   * The percentile interval: Efron and Tibshirani, "An Introduction to the Bootstrap", ch. 13.
   *
   * @param drawn a figure for each resample; NaN where it has none
   * @return empty if a resample more often than not has no figure: there is no interval to speak of
   */
  public static Optional<Interval> percentiles(double[] drawn, double level) {
    double[] sorted = Arrays.stream(drawn).filter(v -> !Double.isNaN(v)).sorted().toArray();
    return 2 * sorted.length > drawn.length
        ? Optional.of(
            new Interval(quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)))
        : Optional.empty();
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
