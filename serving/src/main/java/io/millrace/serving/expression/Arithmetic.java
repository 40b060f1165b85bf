package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.expression.Call.Mode;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/** Addition and its like, of all numbers. */
final class Arithmetic {
  private Arithmetic() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    table.put(
        ScoringFunction.ADD,
        call -> sum(call, (a, b) -> a + b, Math::addExact, Arithmetic::plus, (a, b) -> a.add(b)));
    table.put(
        ScoringFunction.SUBTRACT,
        call ->
            sum(
                call,
                (a, b) -> a - b,
                Math::subtractExact,
                Arithmetic::minus,
                (a, b) -> a.subtract(b)));
    table.put(
        ScoringFunction.MULTIPLY,
        call ->
            sum(call, (a, b) -> a * b, Math::multiplyExact, Arithmetic::times, Decimals::multiply));
    table.put(ScoringFunction.DIVIDE, Arithmetic::divide);
    table.put(ScoringFunction.DIV, Arithmetic::div);
    table.put(ScoringFunction.REMAINDER, call -> remainder(call, false));
    table.put(ScoringFunction.PMOD, call -> remainder(call, true));
    table.put(ScoringFunction.NEGATE, Arithmetic::negate);
    table.put(ScoringFunction.ABS, Arithmetic::abs);
    return table;
  }

  /** An operation of two whole numbers. */
  private interface Whole {
    long of(long a, long b);
  }

  private static long plus(long a, long b) {
    return a + b;
  }

  private static long minus(long a, long b) {
    return a - b;
  }

  private static long times(long a, long b) {
    return a * b;
  }

  private static StepWork sum(
      Call call,
      DoubleBinaryOperator number,
      Whole exact,
      Whole wrapping,
      Decimals.Operation decimal) {
    Mode mode = call.mode();
    if (call.type() instanceof DecimalOf type) {
      return Decimals.binary(call, type, mode, decimal);
    }
    if (call.type() == Simple.DOUBLE) {
      return call.strict(
          (row, a, result) ->
              row.setNumber(result, number.applyAsDouble(row.number(a[0]), row.number(a[1]))));
    }
    if (call.type() == Simple.FLOAT) {
      // Exact in doubles, or rounded twice without harm: they hold more than twice the bits.
      return call.strict(
          (row, a, result) ->
              row.setNumber(
                  result, (float) number.applyAsDouble(row.number(a[0]), row.number(a[1]))));
    }
    boolean isInt = call.type() == Simple.INT;
    if (!isInt && call.type() != Simple.LONG) {
      throw call.noSuchTypes();
    }
    if (mode == Mode.LEGACY) {
      return call.strict(
          (row, a, result) -> {
            long value = wrapping.of(row.whole(a[0]), row.whole(a[1]));
            row.setWhole(result, isInt ? (int) value : value);
          });
    }
    return call.strict(
        (row, a, result) -> {
          long left = row.whole(a[0]);
          long right = row.whole(a[1]);
          try {
            long value = exact.of(left, right);
            if (!isInt || value == (int) value) {
              row.setWhole(result, value);
              return;
            }
          } catch (ArithmeticException e) {
            // Told below, for ints and longs alike.
          }
          overflow(row, result, mode, call);
        });
  }

  private static void overflow(ScoringRow row, int result, Mode mode, Call call) {
    Refused.orNull(
        row,
        result,
        mode,
        "A number is too large for the type %s of '%s'."
            .formatted(call.type().text(), call.function().text()));
  }

  /** Looks at the divisor first: by zero, the dividend is not computed. */
  private static StepWork divided(Call call, Mode mode, Body body) {
    Operand dividend = call.arg(0);
    Operand divisor = call.arg(1);
    int[] slots = {dividend.slot(), divisor.slot()};
    int result = call.result();
    return row -> {
      if (!divisor.present(row)) {
        row.setNull(result);
        return;
      }
      boolean zero = isZero(row, divisor);
      if (zero && mode != Mode.ANSI || !dividend.present(row)) {
        row.setNull(result);
      } else if (zero) {
        throw Refused.of("A number is divided by zero.");
      } else {
        body.set(row, slots, result);
      }
    };
  }

  private static boolean isZero(ScoringRow row, Operand operand) {
    return switch (operand.kind()) {
      case NUMBER -> row.number(operand.slot()) == 0;
      case WHOLE -> row.whole(operand.slot()) == 0;
      case OBJECT -> Decimals.at(row, operand.slot()).signum() == 0;
    };
  }

  private static StepWork divide(Call call) {
    Mode mode = call.mode();
    if (call.type() instanceof DecimalOf type) {
      return divided(
          call,
          mode,
          (row, a, result) ->
              Decimals.set(
                  row,
                  result,
                  Decimals.divide(Decimals.at(row, a[0]), Decimals.at(row, a[1])),
                  type,
                  mode));
    }
    if (call.type() != Simple.DOUBLE) {
      throw call.noSuchTypes();
    }
    return divided(
        call, mode, (row, a, result) -> row.setNumber(result, row.number(a[0]) / row.number(a[1])));
  }

  private static StepWork div(Call call) {
    Mode mode = call.mode();
    if (call.argType(0) instanceof DecimalOf left && call.argType(1) instanceof DecimalOf right) {
      int digits = left.precision() - left.scale() + right.scale();
      DecimalOf type = new DecimalOf(Math.min(Math.max(digits, 1), 38), 0);
      return divided(call, mode, (row, a, result) -> Decimals.div(row, a, result, type, mode));
    }
    return divided(
        call,
        mode,
        (row, a, result) -> {
          long left = row.whole(a[0]);
          long right = row.whole(a[1]);
          if (mode == Mode.ANSI && left == Long.MIN_VALUE && right == -1) {
            throw Refused.of("A number is too large for the type long of 'div'.");
          }
          row.setWhole(result, left / right);
        });
  }

  private static StepWork remainder(Call call, boolean positive) {
    Mode mode = call.mode();
    if (call.type() instanceof DecimalOf type) {
      return divided(
          call,
          mode,
          (row, a, result) ->
              Decimals.set(
                  row,
                  result,
                  Decimals.remainder(Decimals.at(row, a[0]), Decimals.at(row, a[1]), positive),
                  type,
                  mode));
    }
    if (Operand.kind(call.type()) == Operand.Kind.WHOLE) {
      boolean isInt = call.type() == Simple.INT;
      return divided(
          call,
          mode,
          (row, a, result) ->
              row.setWhole(result, rest(row.whole(a[0]), row.whole(a[1]), positive, isInt)));
    }
    boolean isFloat = call.type() == Simple.FLOAT;
    return divided(
        call,
        mode,
        (row, a, result) ->
            row.setNumber(result, rest(row.number(a[0]), row.number(a[1]), positive, isFloat)));
  }

  private static long rest(long a, long n, boolean positive, boolean isInt) {
    long rest = a % n;
    if (!positive || rest >= 0) {
      return rest;
    }
    // The sum wraps around as in Spark.
    return isInt ? (int) (rest + n) % (int) n : (rest + n) % n;
  }

  private static double rest(double a, double n, boolean positive, boolean isFloat) {
    double rest = a % n;
    if (!positive || !(rest < 0)) {
      return rest;
    }
    return isFloat ? (float) (rest + n) % n : (rest + n) % n;
  }

  private static StepWork negate(Call call) {
    Mode mode = call.mode();
    if (call.type() instanceof DecimalOf) {
      return call.strict(
          (row, a, result) -> row.setObject(result, Decimals.at(row, a[0]).negate()));
    }
    if (Operand.kind(call.type()) == Operand.Kind.NUMBER) {
      return call.strict((row, a, result) -> row.setNumber(result, -row.number(a[0])));
    }
    long least = least(call);
    return call.strict(
        (row, a, result) -> {
          long value = row.whole(a[0]);
          if (value == least && mode != Mode.LEGACY) {
            overflow(row, result, mode, call);
          } else {
            row.setWhole(result, value == least ? least : -value);
          }
        });
  }

  private static StepWork abs(Call call) {
    Mode mode = call.mode();
    if (call.type() instanceof DecimalOf) {
      return call.strict((row, a, result) -> row.setObject(result, Decimals.at(row, a[0]).abs()));
    }
    if (Operand.kind(call.type()) == Operand.Kind.NUMBER) {
      return call.strict((row, a, result) -> row.setNumber(result, Math.abs(row.number(a[0]))));
    }
    long least = least(call);
    return call.strict(
        (row, a, result) -> {
          long value = row.whole(a[0]);
          if (value == least && mode != Mode.LEGACY) {
            overflow(row, result, mode, call);
          } else {
            row.setWhole(result, value == least ? least : Math.abs(value));
          }
        });
  }

  private static long least(Call call) {
    return call.type() == Simple.INT ? Integer.MIN_VALUE : Long.MIN_VALUE;
  }
}
