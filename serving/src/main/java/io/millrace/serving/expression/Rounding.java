package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.expression.Call.Mode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** Numbers rounded to places, or to whole ones. */
final class Rounding {
  private Rounding() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    table.put(ScoringFunction.ROUND, call -> toPlaces(call, RoundingMode.HALF_UP));
    table.put(ScoringFunction.BROUND, call -> toPlaces(call, RoundingMode.HALF_EVEN));
    table.put(ScoringFunction.CEIL, call -> toWhole(call, Math::ceil, RoundingMode.CEILING));
    table.put(ScoringFunction.FLOOR, call -> toWhole(call, Math::floor, RoundingMode.FLOOR));
    return table;
  }

  /** To the option {@code scale} of places behind the point; before it, if that is negative. */
  private static StepWork toPlaces(Call call, RoundingMode rounding) {
    Mode mode = call.mode();
    int scale = call.count("scale");
    if (call.type() instanceof DecimalOf type) {
      return call.strict(
          (row, a, result) -> {
            BigDecimal number = Decimals.at(row, a[0]);
            Decimals.set(row, result, rounded(number, scale, rounding), type, mode);
          });
    }
    if (Operand.kind(call.type()) == Operand.Kind.WHOLE) {
      return whole(call, scale, rounding, mode);
    }
    boolean isFloat = call.type() == Simple.FLOAT;
    return call.strict(
        (row, a, result) -> {
          double number = row.number(a[0]);
          if (!Double.isFinite(number)) {
            row.setNumber(result, number);
          } else {
            BigDecimal rounded = BigDecimal.valueOf(number).setScale(scale, rounding);
            row.setNumber(result, isFloat ? rounded.floatValue() : rounded.doubleValue());
          }
        });
  }

  private static BigDecimal rounded(BigDecimal number, int scale, RoundingMode rounding) {
    return number.setScale(Math.min(scale, number.scale()), rounding);
  }

  private static StepWork whole(Call call, int scale, RoundingMode rounding, Mode mode) {
    boolean isInt = call.type() == Simple.INT;
    return call.strict(
        (row, a, result) -> {
          long number = row.whole(a[0]);
          if (scale >= 0) {
            row.setWhole(result, number);
            return;
          }
          BigDecimal rounded = BigDecimal.valueOf(number).setScale(scale, rounding);
          long value = rounded.longValue();
          boolean fits = isInt ? value == (int) value : isExact(rounded, value);
          if (fits || mode == Mode.LEGACY) {
            row.setWhole(result, isInt ? (int) value : value);
          } else {
            Refused.orNull(
                row,
                result,
                mode,
                "The number %s is too large for the type %s."
                    .formatted(rounded.toPlainString(), call.type().text()));
          }
        });
  }

  private static boolean isExact(BigDecimal number, long value) {
    return number.compareTo(BigDecimal.valueOf(value)) == 0;
  }

  private static StepWork toWhole(Call call, DoubleUnaryOperator function, RoundingMode rounding) {
    if (call.type() instanceof DecimalOf type) {
      return call.strict(
          (row, a, result) ->
              Decimals.set(
                  row, result, Decimals.at(row, a[0]).setScale(0, rounding), type, Mode.ANSI));
    }
    if (Operand.kind(call.argType(0)) == Operand.Kind.WHOLE) {
      return call.strict((row, a, result) -> row.setWhole(result, row.whole(a[0])));
    }
    return call.strict(
        (row, a, result) -> row.setWhole(result, (long) function.applyAsDouble(row.number(a[0]))));
  }
}
