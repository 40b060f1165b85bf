package io.millrace.tracking.mlflow;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Times in milliseconds, each later than the one before: of two values of a metric at one step the
 * server takes the later, and at one time the larger.
 */
final class Ticks {
  private final AtomicLong last = new AtomicLong();

  long next() {
    return last.updateAndGet(before -> Math.max(before + 1, Clock.systemUTC().millis()));
  }
}
