package io.millrace.core.pipeline;

import io.millrace.core.problem.Position;
import org.jspecify.annotations.Nullable;

/**
 * A condition that a model must meet to be passed on, as {@code auc >= champion - 0.005}.
 *
 * @param text as the file has it
 * @param position where it stands
 * @param metric what is compared, as {@link io.millrace.api.MetricName#text}
 * @param comparison how it is compared
 * @param aliasOrNull the alias whose model's figure the bound is relative to; null for a plain
 *     number
 * @param number the bound, or what is added to the alias's figure
 */
public record Gate(
    String text,
    Position position,
    String metric,
    Comparison comparison,
    @Nullable String aliasOrNull,
    double number) {
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
