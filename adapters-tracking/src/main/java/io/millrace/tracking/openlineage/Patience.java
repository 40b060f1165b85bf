package io.millrace.tracking.openlineage;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long an endpoint is waited for.
 *
 * @param connect until it takes the connection
 * @param answer until its answer is whole
 * @param attempts how often an event is sent at most
 * @param firstPause before the second attempt; it doubles with each
 * @param farewell for all events that are on their way when the work is done
 */
record Patience(
    Duration connect, Duration answer, int attempts, Duration firstPause, Duration farewell) {
  /** An endpoint that is down holds up a run for two seconds, one that is mute for ten. */
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          4,
          Duration.ofMillis(250),
          Duration.ofSeconds(10));

  /**
   * The pause before the next attempt: a random share of it, so that clients don't come at once.
   */
  Duration pause(int attempt) {
    long millis = firstPause.toMillis() << Math.min(attempt - 1, 10);
    return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }
}
