package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** Functions of doubles. Where Spark asks for {@code StrictMath}, so do they. */
final class Mathematics {
  private static final double LN_2 = StrictMath.log(2.0);

  private Mathematics() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    powers(table);
    angles(table);
    table.put(ScoringFunction.SIGN, call -> unary(call, Math::signum));
    table.put(ScoringFunction.RINT, call -> unary(call, Math::rint));
    table.put(ScoringFunction.WIDTH_BUCKET, call -> call.strict(Mathematics::widthBucket));
    return table;
  }

  private static void powers(Map<ScoringFunction, Function<Call, StepWork>> table) {
    table.put(ScoringFunction.SQRT, call -> unary(call, Math::sqrt));
    table.put(ScoringFunction.CBRT, call -> unary(call, Math::cbrt));
    table.put(ScoringFunction.EXP, call -> unary(call, StrictMath::exp));
    table.put(ScoringFunction.EXPM1, call -> unary(call, StrictMath::expm1));
    table.put(ScoringFunction.LN, call -> logarithm(call, 0, StrictMath::log));
    table.put(ScoringFunction.LOG2, call -> logarithm(call, 0, x -> StrictMath.log(x) / LN_2));
    table.put(ScoringFunction.LOG10, call -> logarithm(call, 0, StrictMath::log10));
    table.put(ScoringFunction.LOG1P, call -> logarithm(call, -1, StrictMath::log1p));
    table.put(ScoringFunction.LOG, call -> call.strict(Mathematics::logarithmToBase));
    table.put(ScoringFunction.POW, call -> binary(call, StrictMath::pow));
    table.put(ScoringFunction.HYPOT, call -> binary(call, Math::hypot));
  }

  private static void angles(Map<ScoringFunction, Function<Call, StepWork>> table) {
    table.put(ScoringFunction.SIN, call -> unary(call, Math::sin));
    table.put(ScoringFunction.COS, call -> unary(call, Math::cos));
    table.put(ScoringFunction.TAN, call -> unary(call, Math::tan));
    table.put(ScoringFunction.ASIN, call -> unary(call, Math::asin));
    table.put(ScoringFunction.ACOS, call -> unary(call, Math::acos));
    table.put(ScoringFunction.ATAN, call -> unary(call, Math::atan));
    // Adding zero makes a positive zero of a negative one.
    table.put(ScoringFunction.ATAN2, call -> binary(call, (y, x) -> Math.atan2(y + 0.0, x + 0.0)));
    table.put(ScoringFunction.SINH, call -> unary(call, Math::sinh));
    table.put(ScoringFunction.COSH, call -> unary(call, Math::cosh));
    table.put(ScoringFunction.TANH, call -> unary(call, Math::tanh));
    table.put(ScoringFunction.DEGREES, call -> unary(call, Math::toDegrees));
    table.put(ScoringFunction.RADIANS, call -> unary(call, Math::toRadians));
  }

  private static void requireDoubles(Call call) {
    for (Operand arg : call.args()) {
      if (arg.type() != Simple.DOUBLE) {
        throw call.noSuchTypes();
      }
    }
  }

  private static StepWork unary(Call call, DoubleUnaryOperator function) {
    requireDoubles(call);
    return call.strict(
        (row, a, result) -> row.setNumber(result, function.applyAsDouble(row.number(a[0]))));
  }

  private static StepWork binary(Call call, DoubleBinaryOperator function) {
    requireDoubles(call);
    return call.strict(
        (row, a, result) ->
            row.setNumber(result, function.applyAsDouble(row.number(a[0]), row.number(a[1]))));
  }

  /** Null at its pole and below. */
  private static StepWork logarithm(Call call, double pole, DoubleUnaryOperator function) {
    requireDoubles(call);
    return call.strict(
        (row, a, result) -> {
          double number = row.number(a[0]);
          if (number <= pole) {
            row.setNull(result);
          } else {
            row.setNumber(result, function.applyAsDouble(number));
          }
        });
  }

  private static void logarithmToBase(ScoringRow row, int[] a, int result) {
    double base = row.number(a[0]);
    double number = row.number(a[1]);
    if (base <= 0 || number <= 0) {
      row.setNull(result);
    } else {
      row.setNumber(result, StrictMath.log(number) / StrictMath.log(base));
    }
  }

  /** The bucket of a value among equally wide ones from a bound to another, which may fall. */
  private static void widthBucket(ScoringRow row, int[] a, int result) {
    double value = row.number(a[0]);
    double from = row.number(a[1]);
    double to = row.number(a[2]);
    long buckets = row.whole(a[3]);
    boolean none =
        buckets <= 0
            || buckets == Long.MAX_VALUE
            || Double.isNaN(value)
            || from == to
            || !Double.isFinite(from)
            || !Double.isFinite(to);
    if (none) {
      row.setNull(result);
      return;
    }
    double low = Math.min(from, to);
    double high = Math.max(from, to);
    boolean rising = from < to;
    if (rising ? value < low : value > high) {
      row.setWhole(result, 0);
    } else if (rising ? value >= high : value <= low) {
      row.setWhole(result, buckets + 1);
    } else {
      double distance = rising ? value - low : high - value;
      row.setWhole(result, (long) ((double) buckets * distance / (high - low)) + 1);
    }
  }
}
