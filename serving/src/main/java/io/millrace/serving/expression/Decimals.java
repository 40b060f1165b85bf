package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.expression.Call.Mode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Decimal arithmetic as Spark's: results are cut to 39 digits, then rounded half up. */
final class Decimals {
  private static final int MAX_DIGITS = 38;
  private static final MathContext CONTEXT = new MathContext(MAX_DIGITS + 1, RoundingMode.DOWN);

  private Decimals() {}

  /** What is done with two numbers. */
  interface Operation {
    BigDecimal of(BigDecimal a, BigDecimal b);
  }

  static BigDecimal at(ScoringRow row, int slot) {
    return (BigDecimal) row.object(slot);
  }

  static StepWork binary(Call call, DecimalOf type, Mode mode, Operation operation) {
    return call.strict(
        (row, a, result) ->
            set(row, result, operation.of(at(row, a[0]), at(row, a[1])), type, mode));
  }

  /** Sets a number in a type; what is too large for it is null or fails. */
  static void set(ScoringRow row, int slot, BigDecimal value, DecimalOf type, Mode mode) {
    BigDecimal fitting = fit(value, type, RoundingMode.HALF_UP);
    if (fitting == null) {
      Refused.orNull(
          row,
          slot,
          mode,
          "The number %s is too large for the type %s."
              .formatted(Refused.shown(value), type.text()));
    } else {
      row.setObject(slot, fitting);
    }
  }

  /** A number with a type's scale; null, if it is too large. */
  static @Nullable BigDecimal fit(BigDecimal value, DecimalOf type, RoundingMode rounding) {
    long magnitude = (long) value.precision() - value.scale();
    if (value.signum() != 0 && magnitude > MAX_DIGITS) {
      return null;
    }
    if (magnitude < -type.scale() && rounding == RoundingMode.HALF_UP) {
      // Too small to count; setScale would compute powers of ten without end.
      return BigDecimal.ZERO.setScale(type.scale());
    }
    BigDecimal scaled = value.setScale(type.scale(), rounding);
    return scaled.precision() > type.precision() ? null : scaled;
  }

  static BigDecimal multiply(BigDecimal a, BigDecimal b) {
    return a.multiply(b, CONTEXT);
  }

  static BigDecimal divide(BigDecimal a, BigDecimal b) {
    return a.divide(b, MAX_DIGITS + 1, CONTEXT.getRoundingMode());
  }

  static BigDecimal remainder(BigDecimal a, BigDecimal b, boolean positive) {
    BigDecimal rest = a.remainder(b, CONTEXT);
    return positive && rest.signum() < 0 ? rest.add(b).remainder(b, CONTEXT) : rest;
  }

  /** Whole division of the decimals in two slots, as a long. */
  static void div(ScoringRow row, int[] a, int result, DecimalOf type, Mode mode) {
    BigDecimal quotient = at(row, a[0]).divideToIntegralValue(at(row, a[1]), CONTEXT);
    set(row, result, quotient, type, mode);
    if (!row.isNull(result)) {
      row.setWhole(result, at(row, result).longValue());
    }
  }
}
