package io.millrace.serving.rollout;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How one version did on one route since it was put there: counts, durations, and the last 4,096
 * predictions. Thread-safe, without locks, so that it may be kept on the way of requests.
 */
final class RouteFigures {
  static final int SAMPLE = 4_096;

  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LatencyHistogram durations = new LatencyHistogram();
  private final AtomicLong predictions = new AtomicLong();
  private final AtomicLongArray sample = new AtomicLongArray(SAMPLE);

  /** A request was answered. */
  void answered(long nanos) {
    requests.increment();
    durations.add(nanos);
  }

  /** A request was refused or failed. */
  void failed() {
    requests.increment();
    errors.increment();
  }

  /** A row was predicted; what is no finite number is left out. */
  void predicted(double value) {
    if (Double.isFinite(value)) {
      int place = (int) (predictions.getAndIncrement() & (SAMPLE - 1));
      sample.set(place, Double.doubleToRawLongBits(value));
    }
  }

  /** The figures as they are now. */
  Snapshot snapshot() {
    int size = (int) Math.min(SAMPLE, predictions.get());
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = Double.longBitsToDouble(sample.get(i));
    }
    return new Snapshot(requests.sum(), errors.sum(), durations.quantile(0.99), values);
  }

  /**
   * Figures at one moment.
   *
   * @param requests those that failed among them
   * @param errors requests that were refused or failed
   * @param p99Nanos 99 % of the answers took no longer
   * @param predictions the last ones, in no order
   */
  record Snapshot(long requests, long errors, long p99Nanos, double[] predictions) {
    /** Figures of which nothing is known yet. */
    static Snapshot empty() {
      return new Snapshot(0, 0, 0, new double[0]);
    }

    /** The share of requests that failed; 0 without requests. */
    double errorRatio() {
      return requests == 0 ? 0 : (double) errors / requests;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Snapshot s
          && requests == s.requests
          && errors == s.errors
          && p99Nanos == s.p99Nanos
          && Arrays.equals(predictions, s.predictions);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(requests) * 31 + Arrays.hashCode(predictions);
    }
  }
}
