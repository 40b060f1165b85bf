package io.millrace.storage.delta;

import java.util.ConcurrentModificationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Tries a commit again while other writers stand in the way. */
record Conflicts(TableLog log) {
  private static final int ATTEMPTS = 8;
  private static final long FIRST_PAUSE_MILLIS = 50;

  /**
   * What the first attempt gives that no other writer's commit stops.
   *
   * @throws io.millrace.api.error.MillraceException STORAGE_CONFLICT, after eight attempts
   */
  <T> T retried(Supplier<T> attempt) {
    for (int number = 1; ; number++) {
      try {
        return attempt.get();
      } catch (ConcurrentModificationException e) {
        if (number == ATTEMPTS) {
          throw DeltaFailures.conflict(log, number, e);
        }
        pause(number);
      }
    }
  }

  /** Longer each time, and never as long as another writer's that started with ours. */
  private static void pause(int attempt) {
    long longest = FIRST_PAUSE_MILLIS << attempt;
    long millis = ThreadLocalRandom.current().nextLong(longest / 2, longest);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
