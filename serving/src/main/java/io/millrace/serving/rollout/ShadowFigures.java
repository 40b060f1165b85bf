package io.millrace.serving.rollout;

import java.util.concurrent.atomic.LongAdder;

/** How a shadow's predictions differ from those that were answered. Thread-safe. */
final class ShadowFigures {
  /** Closer than this, relative to the larger, is equal: other hardware may round otherwise. */
  private static final double EQUAL = 1e-9;

  private long rows;
  private long different;
  private double sum;
  private double largest;

  /** These are counted by threads that answer, which wait for nobody. */
  private final LongAdder failed = new LongAdder();

  private final LongAdder dropped = new LongAdder();

  /** A row was predicted by both; NaN stands for no prediction. */
  synchronized void compared(double answered, double shadow) {
    rows++;
    if (Double.compare(answered, shadow) == 0) {
      return;
    }
    double difference = Math.abs(answered - shadow);
    if (Double.isNaN(difference)
        || difference > EQUAL * Math.max(Math.abs(answered), Math.abs(shadow))) {
      different++;
    }
    if (Double.isFinite(difference)) {
      sum += difference;
      largest = Math.max(largest, difference);
    }
  }

  /** The shadow refused a request's rows, or failed on them. */
  void failed(int count) {
    failed.add(count);
  }

  /** A request's rows found no room. */
  void dropped(int count) {
    dropped.add(count);
  }

  /** The figures as they are now. */
  synchronized Snapshot snapshot() {
    return new Snapshot(
        rows, different, failed.sum(), dropped.sum(), rows == 0 ? 0 : sum / rows, largest);
  }

  /**
   * Figures at one moment, in rows.
   *
   * @param compared predicted by both
   * @param different predicted otherwise by the shadow
   * @param failed refused by the shadow
   * @param dropped not tried, since the shadow was too slow
   * @param meanDifference mean of the absolute differences
   * @param maxDifference largest absolute difference
   */
  record Snapshot(
      long compared,
      long different,
      long failed,
      long dropped,
      double meanDifference,
      double maxDifference) {}
}
