package com.example.winsorize;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one column. Serialisable, because Spark sends it to executors inside a UDF.
 *
 * @param lower the smallest value that stays as it is
 * @param upper the largest value that stays as it is
 */
record Limits(double lower, double upper) implements Serializable {
  /** The value, or the limit that it exceeds; what is missing stays missing. */
  @Nullable Double clip(@Nullable Double value) {
    return value == null ? null : (Double) clip(value.doubleValue());
  }

  /** The number, or the limit that it exceeds; NaN stays NaN. */
  double clip(double value) {
    return Double.isNaN(value) ? value : Math.max(lower, Math.min(upper, value));
  }
}
