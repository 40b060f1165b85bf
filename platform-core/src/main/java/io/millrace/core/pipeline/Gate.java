package io.millrace.core.pipeline;

import io.millrace.api.MetricName.Bound;
import io.millrace.core.problem.Position;
import org.jspecify.annotations.Nullable;

/**
 * A condition that a model must meet to be passed on, as {@code auc >= champion - 0.005} or {@code
 * lower(auc - champion) >= 0}.
 *
 * @param text as the file has it
 * @param position where it stands
 * @param metric what is compared, as {@link io.millrace.api.MetricName#text}
 * @param comparison how it is compared
 * @param aliasOrNull the alias whose model's figure the bound is relative to; null for a plain
 *     number
 * @param number the bound, or what is added to the alias's figure
 * @param endOrNull which end of the interval of the difference from the alias's figure is compared;
 *     null if it is the figure itself
 */
public record Gate(
    String text,
    Position position,
    String metric,
    Comparison comparison,
    @Nullable String aliasOrNull,
    double number,
    @Nullable Bound endOrNull) {
  /** On a figure itself. */
  public Gate(
      String text,
      Position position,
      String metric,
      Comparison comparison,
      @Nullable String aliasOrNull,
      double number) {
    this(text, position, metric, comparison, aliasOrNull, number, null);
  }

  /** What is compared: a metric, or an end of the interval of its difference. */
  public String figure() {
    return endOrNull == null
        ? metric
        : "%s(%s - %s)".formatted(endOrNull.text(), metric, aliasOrNull);
  }

  /** How a metric is compared with its bound. */
  public enum Comparison {
    AT_LEAST(">="),
    MORE(">"),
    AT_MOST("<="),
    LESS("<");

    private final String symbol;

    Comparison(String symbol) {
      this.symbol = symbol;
    }

    /** As files write it. */
    public String symbol() {
      return symbol;
    }

    /** Whether it holds; never for NaN. */
    public boolean holds(double value, double bound) {
      return switch (this) {
        case AT_LEAST -> value >= bound;
        case MORE -> value > bound;
        case AT_MOST -> value <= bound;
        case LESS -> value < bound;
      };
    }
  }
}
