package io.millrace.tracking.jdbc;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses of random length between attempts, so that two don't keep colliding, up to an end. */
final class Pauses {
  private static final int FIRST_MILLIS = 50;
  private static final int LONGEST_MILLIS = 1_000;

  private final long end;
  private int longest = FIRST_MILLIS;

  private Pauses(long end) {
    this.end = end;
  }

  /** As many as there is patience for. */
  static Pauses within(Duration patience) {
    return new Pauses(System.nanoTime() + patience.toNanos());
  }

  /** Waits; false, if it is time to give up, or the thread was told to stop. */
  boolean next() {
    if (System.nanoTime() > end) {
      return false;
    }
    try {
      Thread.sleep(1 + ThreadLocalRandom.current().nextInt(longest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    longest = Math.min(2 * longest, LONGEST_MILLIS);
    return true;
  }
}
