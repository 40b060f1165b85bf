package io.millrace.serving.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A canary, from its start to its end. Immutable; {@link #next} is the whole state machine:
 *
 * <pre>
 * BAKING ─┬─ a limit is crossed ──────────────▶ ROLLED_BACK
 *         └─ held for the bake time ─┬─ promote ▶ PROMOTED
 *                                    └─ else ──▶ BAKED ── a limit is crossed ▶ ROLLED_BACK
 * </pre>
 *
 * @param policy how it is judged
 * @param stable the route that it is compared to
 * @param canary its own route
 * @param version the version that is tried
 * @param start when it began
 * @param phase where it stands
 * @param reason why it stands there; a sentence
 */
public record CanaryRun(
    CanaryPolicy policy,
    String stable,
    String canary,
    String version,
    Instant start,
    Phase phase,
    String reason) {
  /** Where a canary stands. */
  public enum Phase {
    /** It gets its share and is watched. */
    BAKING,
    /** It held; it keeps its share, and is still watched. */
    BAKED,
    /** It held and took all requests. The end. */
    PROMOTED,
    /** It crossed a limit, or was stopped, and gets no requests. The end. */
    ROLLED_BACK;

    /** Whether nothing follows. */
    public boolean isEnd() {
      return this == PROMOTED || this == ROLLED_BACK;
    }
  }

  /** A canary that begins. */
  static CanaryRun begin(
      CanaryPolicy policy, String stable, String canary, String version, Instant now) {
    return new CanaryRun(policy, stable, canary, version, now, Phase.BAKING, "It has just begun.");
  }

  /** Where it stands after a look at the figures of both routes. */
  CanaryRun next(Instant now, RouteFigures.Snapshot stableNow, RouteFigures.Snapshot canaryNow) {
    if (phase.isEnd()) {
      return this;
    }
    String crossed = crossedLimit(stableNow, canaryNow);
    if (crossed != null) {
      return to(Phase.ROLLED_BACK, crossed);
    }
    if (Duration.between(start, now).compareTo(policy.bake()) < 0) {
      return to(Phase.BAKING, "No limit is crossed.");
    }
    long fewest = Math.min(stableNow.requests(), canaryNow.requests());
    if (fewest < policy.minRequests()) {
      return to(
          phase,
          "The bake time passed, but a route had only %d of the %d requests to be judged by."
              .formatted(fewest, policy.minRequests()));
    }
    return policy.promote()
        ? to(Phase.PROMOTED, "No limit was crossed in the bake time.")
        : to(Phase.BAKED, "No limit was crossed in the bake time; it keeps its weight.");
  }

  /** It is ended from outside, also after it was promoted. */
  CanaryRun ended(String why) {
    return to(Phase.ROLLED_BACK, why);
  }

  private CanaryRun to(Phase next, String why) {
    return new CanaryRun(policy, stable, canary, version, start, next, why);
  }

  private @Nullable String crossedLimit(
      RouteFigures.Snapshot stableNow, RouteFigures.Snapshot canaryNow) {
    if (Math.min(stableNow.requests(), canaryNow.requests()) < policy.minRequests()) {
      return null;
    }
    if (canaryNow.errorRatio() > stableNow.errorRatio() + policy.maxErrorRatio()) {
      return text(
          "%.4f of its requests failed, and %.4f of the stable route's; %s more are allowed.",
          canaryNow.errorRatio(), stableNow.errorRatio(), policy.maxErrorRatio());
    }
    if (canaryNow.p99Nanos() > stableNow.p99Nanos() * policy.maxP99Ratio()) {
      return text(
          "Its 99th percentile is %.3f ms, and %.3f ms the stable route's; %s times that is allowed.",
          canaryNow.p99Nanos() / 1e6, stableNow.p99Nanos() / 1e6, policy.maxP99Ratio());
    }
    return shifted(stableNow.predictions(), canaryNow.predictions());
  }

  private @Nullable String shifted(double[] stableNow, double[] canaryNow) {
    if (Math.min(stableNow.length, canaryNow.length) < CanaryPolicy.MIN_PREDICTIONS) {
      return null;
    }
    double shift = PopulationStability.index(stableNow, canaryNow);
    return shift > policy.maxShift()
        ? text(
            "Its predictions are shifted by a population stability index of %.4f; %s is allowed.",
            shift, policy.maxShift())
        : null;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
