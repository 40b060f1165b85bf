package io.millrace.serving.rollout;

import java.time.Duration;

/**
 * How a canary is judged against the stable route beside it.
 *
 * @param weight its share of the requests, in percent
 * @param bake how long it has to hold
 * @param window the figures of both routes are those of so long ago, and since
 * @param maxErrorRatio it fails when its share of refused and failed requests exceeds the stable
 *     route's by more
 * @param maxP99Ratio it fails when its 99th percentile of durations is more than so many times the
 *     stable route's
 * @param maxShift it fails when the population stability index of its last predictions against the
 *     stable route's exceeds this
 * @param minRequests so many requests have to come to it, and to the stable route, before it is
 *     judged or promoted
 * @param promote whether it takes all requests once it has held; else it stays at its weight
 */
public record CanaryPolicy(
    double weight,
    Duration bake,
    Duration window,
    double maxErrorRatio,
    double maxP99Ratio,
    double maxShift,
    long minRequests,
    boolean promote) {
  /**
   * Fewer predictions make the index exceed its limits by chance: its mean over equal samples is
   * near (bins - 1) (1/n + 1/m).
   */
  static final int MIN_PREDICTIONS = 500;

  /** By default: five minutes. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  /** 5 %, ten minutes, a window of five, 0.01, 1.5 times, 0.2, 100 requests, not promoted. */
  public static CanaryPolicy standard() {
    return new CanaryPolicy(5, Duration.ofMinutes(10), WINDOW, 0.01, 1.5, 0.2, 100, false);
  }

  public CanaryPolicy {
    require(weight > 0 && weight < 100, "weight", "is more than 0 and less than 100", weight);
    require(!bake.isNegative(), "bake", "is no negative time", bake);
    require(window.toMillis() >= 1_000, "window", "is a second or more", window);
    require(maxErrorRatio >= 0 && maxErrorRatio <= 1, "maxErrorRatio", "is 0 to 1", maxErrorRatio);
    require(maxP99Ratio >= 1, "maxP99Ratio", "is 1 or more", maxP99Ratio);
    require(maxShift > 0, "maxShift", "is more than 0", maxShift);
    require(minRequests >= 1, "minRequests", "is 1 or more", minRequests);
  }

  private static void require(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "A canary's %s %s, and this is %s.".formatted(name, rule, value));
    }
  }
}
