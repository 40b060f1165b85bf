package io.millrace.serving.rollout;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version that can't be served.
 *
 * @param version the version; empty if the target names none
 * @param message why, in one sentence
 * @param since when it failed first
 * @param attempts how often it was tried
 * @param next when it is tried again
 */
record LoadProblem(String version, String message, Instant since, int attempts, Instant next) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final int LONGEST_DOUBLINGS = 6;

  /** What is known after another failure: each pause is twice the one before, up to 640 s. */
  static LoadProblem after(
      @Nullable LoadProblem before, String version, String message, Instant now) {
    LoadProblem same = before != null && before.version().equals(version) ? before : null;
    int attempts = same == null ? 1 : same.attempts() + 1;
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, LONGEST_DOUBLINGS));
    Instant since = same == null ? now : same.since();
    return new LoadProblem(version, message, since, attempts, now.plus(pause));
  }

  boolean isDue(Instant now) {
    return !now.isBefore(next);
  }
}
