package io.millrace.serving.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts what is worked on, and lets one thread wait until nothing is. */
final class InFlight {
  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable Thread waiter;

  void begin() {
    count.incrementAndGet();
  }

  void end() {
    if (count.decrementAndGet() == 0 && waiter != null) {
      LockSupport.unpark(waiter);
    }
  }

  int count() {
    return count.get();
  }

  /** Waits until nothing is worked on; returns whether that came before the time was over. */
  boolean awaitNone(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    waiter = Thread.currentThread();
    for (long left = atMost.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      if (count.get() == 0) {
        return true;
      }
      LockSupport.parkNanos(this, left);
    }
    return count.get() == 0;
  }
}
