package io.millrace.tracking.mlflow.client;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a server is waited for.
 *
 * @param connect until it takes the connection
 * @param answer until an answer is whole; of a file, until more of it comes
 * @param attempts how often a request is sent at most
 * @param firstPause before the second attempt; it doubles with each
 * @param longestPause however long the server asks for
 */
public record Patience(
    Duration connect, Duration answer, int attempts, Duration firstPause, Duration longestPause) {
  /** About eight seconds of pauses for a server that does not answer. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          5,
          Duration.ofMillis(500),
          Duration.ofSeconds(60));

  /** The same, but a request is sent once. */
  public Patience once() {
    return new Patience(connect, answer, 1, firstPause, longestPause);
  }

  /**
   * The pause before the next attempt: a random share of it, so that clients don't come at once.
   */
  Duration pause(int attempt) {
    long millis = firstPause.toMillis() << Math.min(attempt - 1, 20);
    long shared = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    return shortest(Duration.ofMillis(shared));
  }

  /** The pause that {@code Retry-After} asks for: seconds or a date (RFC 9110, 10.2.3). */
  Optional<Duration> asked(HttpHeaders headers, Instant now) {
    return headers.firstValue("Retry-After").flatMap(text -> parse(text.strip(), now));
  }

  private Optional<Duration> parse(String text, Instant now) {
    try {
      if (text.chars().allMatch(Character::isDigit)) {
        return Optional.of(shortest(Duration.ofSeconds(Long.parseLong(text))));
      }
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : shortest(wait));
    } catch (DateTimeParseException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Duration shortest(Duration wait) {
    return wait.compareTo(longestPause) < 0 ? wait : longestPause;
  }
}
