package io.millrace.core.options;

import io.millrace.api.option.Range;

/**
 * The numbers that an option may take.
 *
 * @param min the smallest, may be infinite
 * @param max the largest, may be infinite
 * @param minExclusive whether {@code min} itself is out of range
 * @param maxExclusive whether {@code max} itself is out of range
 */
public record Bounds(double min, double max, boolean minExclusive, boolean maxExclusive) {
  static Bounds of(Range range) {
    return new Bounds(range.min(), range.max(), range.minExclusive(), range.maxExclusive());
  }

  /** Whether a number is in range; NaN never is. */
  public boolean holds(double value) {
    return (minExclusive ? value > min : value >= min)
        && (maxExclusive ? value < max : value <= max);
  }

  /** As users read it: {@code above 0 and at most 1}. */
  public String text() {
    String lower = (minExclusive ? "above " : "at least ") + number(min);
    String upper = (maxExclusive ? "below " : "at most ") + number(max);
    if (Double.isInfinite(min)) {
      return upper;
    }
    return Double.isInfinite(max) ? lower : lower + " and " + upper;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
