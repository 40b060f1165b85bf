package io.millrace.serving.rollout;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait until the registry is asked again: the interval, twice as long after each
 * failure in a row up to a limit, and up to a tenth more or less, so that many servers do not ask
 * at once.
 *
 * @param interval between two looks
 * @param longest after failures
 */
public record PollPace(Duration interval, Duration longest) {
  private static final int MOST_DOUBLINGS = 30;

  /** Five seconds, two minutes. */
  public static PollPace standard() {
    return new PollPace(Duration.ofSeconds(5), Duration.ofMinutes(2));
  }

  public PollPace {
    if (interval.isNegative() || interval.isZero() || longest.compareTo(interval) < 0) {
      throw new IllegalArgumentException(
          "The time between two looks is positive, and no longer than the longest.");
    }
  }

  /** The time to wait after so many failures in a row. */
  Duration next(int failures, RandomGenerator random) {
    double millis = interval.toMillis() * Math.pow(2, Math.min(failures, MOST_DOUBLINGS));
    double jitter = 0.9 + 0.2 * random.nextDouble();
    return Duration.ofMillis((long) (Math.min(millis, longest.toMillis()) * jitter));
  }
}
