package io.millrace.core.pipeline;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/** What an option may be in a search. Values are JSON values. */
public sealed interface Domain {
  /**
   * The value at a share of the way through.
   *
   * @param share at least 0 and less than 1; even shares give even values, on a log scale evenly
   *     many of each size
   */
  Object at(double share);

  /** The share that a value stands at: of several, the one in their middle. */
  double share(Object value);

  /** As JSON has it. */
  Object json();

  /** As people read it. */
  String text();

  /** Some values, in the order of the file. */
  record Choices(List<Object> values) implements Domain {
    public Choices {
      values = List.copyOf(values);
    }

    @Override
    public Object at(double share) {
      return values.get((int) (share * values.size()));
    }

    @Override
    public double share(Object value) {
      return (values.indexOf(value) + 0.5) / values.size();
    }

    @Override
    public Object json() {
      return values;
    }

    @Override
    public String text() {
      return values.toString();
    }
  }

  /**
   * Numbers between two, both included.
   *
   * @param whole whether they are whole
   * @param log whether sizes count, not distances; then {@code min} is above 0
   */
  record Range(double min, double max, boolean whole, boolean log) implements Domain {
    /** More digits would only make trials hard to read. */
    private static final MathContext DIGITS = new MathContext(4);

    /** The end of what shares are of: of whole numbers, each has as much. */
    private double end() {
      return whole ? max + 1 : max;
    }

    @Override
    public Object at(double share) {
      double value =
          log
              ? Math.exp(Math.log(min) + share * (Math.log(end()) - Math.log(min)))
              : min + share * (end() - min);
      if (whole) {
        return (long) Math.max(min, Math.min(max, Math.floor(value)));
      }
      double rounded = BigDecimal.valueOf(value).round(DIGITS).doubleValue();
      return Math.max(min, Math.min(max, rounded));
    }

    @Override
    public double share(Object value) {
      double number = ((Number) value).doubleValue() + (whole ? 0.5 : 0);
      if (end() == min) {
        return 0.5;
      }
      return log
          ? (Math.log(number) - Math.log(min)) / (Math.log(end()) - Math.log(min))
          : (number - min) / (end() - min);
    }

    @Override
    public Object json() {
      return Map.of("min", min, "max", max, "whole", whole, "log", log);
    }

    @Override
    public String text() {
      String bounds =
          whole ? "%d to %d".formatted((long) min, (long) max) : "%s to %s".formatted(min, max);
      return log ? bounds + " on a log scale" : bounds;
    }
  }
}
