package io.millrace.benchmarks.http;

import org.HdrHistogram.Histogram;

/**
 * What one span of load saw.
 *
 * @param nanos how long each right answer took, from before its request was written to its last
 *     byte
 * @param errors answers with another status or another body, and connections that broke
 * @param seconds how long the span took
 */
public record LoadResult(Histogram nanos, long errors, double seconds) {
  /** Right answers a second. */
  public double perSecond() {
    return nanos.getTotalCount() / seconds;
  }

  /** The latency that so many percent of the answers kept below. */
  public double micros(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }

  /** Both spans as one. */
  public LoadResult and(LoadResult other) {
    Histogram both = nanos.copy();
    both.add(other.nanos);
    return new LoadResult(both, errors + other.errors, seconds + other.seconds);
  }
}
