package io.millrace.serving.rollout;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that grow with them: sixteen for each power of two, so that a
 * quantile is at most 1/16 too high. Thread-safe, without locks.
 */
final class LatencyHistogram {
  private static final int STEPS = 16;

  private final AtomicLongArray counts = new AtomicLongArray(64 * STEPS);

  void add(long nanos) {
    counts.incrementAndGet(bucket(Math.max(0, nanos)));
  }

  private static int bucket(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    return (power - 3) * STEPS + (int) ((nanos >>> (power - 4)) & (STEPS - 1));
  }

  /** The largest duration that falls into a bucket. */
  private static long highest(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int power = bucket / STEPS + 3;
    return ((long) (STEPS + bucket % STEPS + 1) << (power - 4)) - 1;
  }

  /**
   * The duration that a share of all does not exceed; 0 if there is none.
   *
   * @param quantile 0 to 1, as 0.99
   */
  long quantile(double quantile) {
    return quantile(quantile, List.of(this));
  }

  /** The same of all durations of several histograms. */
  static long quantile(double quantile, List<LatencyHistogram> histograms) {
    long[] counts = new long[64 * STEPS];
    long total = 0;
    for (LatencyHistogram histogram : histograms) {
      for (int i = 0; i < counts.length; i++) {
        long count = histogram.counts.get(i);
        counts[i] += count;
        total += count;
      }
    }
    long rank = (long) Math.ceil(quantile * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return highest(i);
      }
    }
    return 0;
  }
}
