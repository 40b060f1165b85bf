package io.millrace.serving.rollout;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model is to be served when the server starts.
 *
 * @param model its name in the registry
 * @param weights by target (an alias or the number of a version), at least one of them positive
 * @param stickyBy where the key comes from that keeps a caller on one route
 * @param shadowOrNull the target that gets copies of requests; null for none
 * @param canaryOrNull the canary to begin with; null for none
 */
public record RoutePlan(
    String model,
    Map<String, Double> weights,
    StickyKey stickyBy,
    @Nullable String shadowOrNull,
    @Nullable Canary canaryOrNull) {
  public RoutePlan {
    requireNonNull(model, "model is null");
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    requireNonNull(stickyBy, "stickyBy is null");
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("a model needs a route");
    }
  }

  /** All requests go to one target. */
  public static RoutePlan of(String model, String target) {
    return new RoutePlan(model, Map.of(target, 100.0), StickyKey.NONE, null, null);
  }

  /**
   * A canary.
   *
   * @param target an alias or the number of a version
   * @param policy how it is judged
   */
  public record Canary(String target, CanaryPolicy policy) {}
}
