package io.millrace.serving.http;

import java.time.Duration;

/**
 * What a server takes at most.
 *
 * @param bodyBytes the size of a request's body
 * @param rows the rows of one request
 * @param concurrent requests for predictions that are worked on at a time, those whose body is
 *     still coming included
 * @param requestTime from a request's head to its answer, the reading of its body included
 * @param idleTime how long a connection may say nothing
 */
public record Limits(
    int bodyBytes, int rows, int concurrent, Duration requestTime, Duration idleTime) {
  public Limits {
    if (bodyBytes < 1 || rows < 1 || concurrent < 1) {
      throw new IllegalArgumentException("a limit below 1 lets nothing pass");
    }
    if (requestTime.toMillis() < 1 || idleTime.toMillis() < 1) {
      throw new IllegalArgumentException("a time limit below a millisecond lets nothing pass");
    }
  }

  /** 10 MiB, 10,000 rows, 256 requests, 30 s, 60 s. */
  public static Limits standard() {
    return new Limits(10 << 20, 10_000, 256, Duration.ofSeconds(30), Duration.ofSeconds(60));
  }
}
