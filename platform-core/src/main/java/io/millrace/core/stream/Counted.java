package io.millrace.core.stream;

import io.millrace.api.Engine;
import io.millrace.api.output.Written;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A frame whose rows are counted while they are written, for writers that don't tell.
 *
 * @param frame the same rows
 */
record Counted<D>(D frame, AtomicLong seen) {
  static <D> Counted<D> of(D frame, Engine<D> engine) {
    AtomicLong seen = new AtomicLong(-1);
    return new Counted<>(engine.counting(frame, seen::set), seen);
  }

  /** How many were written; -1 if unknown, as where nothing was read since it lay there. */
  long rows(Written written) {
    if (written.rows() >= 0) {
      return written.rows();
    }
    // The engine's figures may come a moment after the job.
    long late = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    while (seen.get() < 0 && System.nanoTime() < late) {
      LockSupport.parkNanos(1_000_000);
    }
    return seen.get();
  }
}
