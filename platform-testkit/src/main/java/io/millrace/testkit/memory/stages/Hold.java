package io.millrace.testkit.memory.stages;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls that wait until a test lets them go on. */
public final class Hold {
  /** Longer than any test should take: a hold that is never released fails instead of hanging. */
  private static final long PATIENCE_SECONDS = 60;

  private static final long CANCELLATION_CHECK_MILLIS = 5;

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  Hold() {}

  /** Waits until a call has come. */
  public void awaitEntered() {
    try {
      if (!entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the held call did not come");
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Lets this call and all later ones go on. */
  public void release() {
    released.countDown();
  }

  /** Waits as work that lasts does: it can be interrupted and cancelled. */
  void enter(Runnable checkCancelled) {
    entered.countDown();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!released.await(CANCELLATION_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
        checkCancelled.run();
        if (System.nanoTime() > end) {
          throw new IllegalStateException("the hold was not released");
        }
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted while held");
  }
}
