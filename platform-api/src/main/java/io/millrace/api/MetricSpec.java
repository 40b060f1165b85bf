package io.millrace.api;

import static java.util.Objects.requireNonNull;

/**
 * A metric that an evaluator gives, declared at plan time.
 *
 * @param name its id, as {@code auc}
 * @param direction which values are better
 * @param min the smallest possible value, may be infinite
 * @param max the largest possible value, may be infinite
 */
public record MetricSpec(String name, Direction direction, double min, double max) {
  public MetricSpec {
    requireNonNull(name, "name is null");
    requireNonNull(direction, "direction is null");
  }

  /** Which values are better. */
  public enum Direction {
    HIGHER_IS_BETTER,
    LOWER_IS_BETTER
  }

  /** A metric between 0 and 1 of which more is better. */
  public static MetricSpec share(String name) {
    return new MetricSpec(name, Direction.HIGHER_IS_BETTER, 0, 1);
  }

  /** A loss: at least 0, less is better. */
  public static MetricSpec loss(String name) {
    return new MetricSpec(name, Direction.LOWER_IS_BETTER, 0, Double.POSITIVE_INFINITY);
  }

  /** Whether {@code left} is a better value than {@code right}; NaN is worse than all. */
  public boolean isBetter(double left, double right) {
    if (Double.isNaN(left) || Double.isNaN(right)) {
      return !Double.isNaN(left);
    }
    return direction == Direction.HIGHER_IS_BETTER ? left > right : left < right;
  }
}
