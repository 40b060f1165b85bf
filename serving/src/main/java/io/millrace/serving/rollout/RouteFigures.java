package io.millrace.serving.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How one version did on one route lately: counts and durations of a window that slides, and the
 * last 4,096 predictions. What was long ago says nothing about what is: a canary that fails after a
 * good day is seen as soon as one that fails at once. Thread-safe, without locks, so that it may be
 * kept on the way of requests.
 */
final class RouteFigures {
  static final int SAMPLE = 4_096;

  /** The window slides in steps of so many parts. */
  static final int PARTS = 15;

  private final long partNanos;
  private final LongSupplier nanos;
  private final AtomicReferenceArray<Part> parts = new AtomicReferenceArray<>(PARTS);
  private final AtomicLong predictions = new AtomicLong();
  private final AtomicLongArray sample = new AtomicLongArray(SAMPLE);

  /** What came in one part of the time. */
  private static final class Part {
    final long number;
    final LongAdder requests = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LatencyHistogram durations = new LatencyHistogram();

    Part(long number) {
      this.number = number;
    }
  }

  RouteFigures(Duration window) {
    this(window, System::nanoTime);
  }

  RouteFigures(Duration window, LongSupplier nanos) {
    this.partNanos = Math.max(1, window.toNanos() / PARTS);
    this.nanos = nanos;
  }

  /** A request was answered. */
  void answered(long duration) {
    Part part = part();
    part.requests.increment();
    part.durations.add(duration);
  }

  /** A request was refused or failed. */
  void failed() {
    Part part = part();
    part.requests.increment();
    part.errors.increment();
  }

  private Part part() {
    long number = number();
    int place = (int) Math.floorMod(number, (long) PARTS);
    Part there = parts.get(place);
    if (there != null && there.number >= number) {
      return there;
    }
    Part fresh = new Part(number);
    Part now = parts.compareAndExchange(place, there, fresh);
    // Whoever was quicker made the same part.
    return now == null || now == there ? fresh : now;
  }

  private long number() {
    return Math.floorDiv(nanos.getAsLong(), partNanos);
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
    List<Part> recent = recent();
    return new Snapshot(
        recent.stream().mapToLong(part -> part.requests.sum()).sum(),
        recent.stream().mapToLong(part -> part.errors.sum()).sum(),
        LatencyHistogram.quantile(0.99, recent.stream().map(part -> part.durations).toList()),
        values);
  }

  private List<Part> recent() {
    long oldest = number() - PARTS;
    List<Part> recent = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      Part part = parts.get(i);
      if (part != null && part.number > oldest) {
        recent.add(part);
      }
    }
    return recent;
  }

  /**
   * Figures at one moment, of the window.
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
