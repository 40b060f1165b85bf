package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.expression.Call.Mode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Casts, by the types from and to which they lead. */
final class Casts {
  private Casts() {}

  static StepWork work(Call call) {
    Mode mode = call.mode();
    LogicalType from = call.argType(0);
    LogicalType to = call.type();
    if (TimeCasts.areOf(from) || TimeCasts.areOf(to)) {
      return call.strict(TimeCasts.of(call, mode).orElseThrow(call::noSuchTypes));
    }
    Optional<Body> body =
        from == Simple.STRING ? TextCasts.of(call, mode) : ofValues(from, to, mode);
    return call.strict(body.orElseThrow(call::noSuchTypes));
  }

  private static Optional<Body> ofValues(LogicalType from, LogicalType to, Mode mode) {
    if (to == Simple.STRING) {
      return Optional.ofNullable(toText(from, mode));
    }
    if (to instanceof DecimalOf decimal) {
      return Optional.ofNullable(toDecimal(from, decimal, mode));
    }
    if (from instanceof DecimalOf) {
      return Optional.ofNullable(fromDecimal(to, mode));
    }
    if (!(to instanceof Simple simple) || !(from instanceof Simple)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        Operand.kind(from) == Operand.Kind.NUMBER
            ? fromNumber(simple, mode)
            : fromWhole(simple, mode));
  }

  private static @Nullable Body toText(LogicalType from, Mode mode) {
    if (from instanceof DecimalOf) {
      return mode == Mode.LEGACY
          ? (row, a, result) -> row.setObject(result, Decimals.at(row, a[0]).toString())
          : (row, a, result) -> row.setObject(result, Decimals.at(row, a[0]).toPlainString());
    }
    if (!(from instanceof Simple simple)) {
      return null;
    }
    return switch (simple) {
      case BOOLEAN ->
          (row, a, result) -> row.setObject(result, row.whole(a[0]) != 0 ? "true" : "false");
      case INT, LONG -> (row, a, result) -> row.setObject(result, Long.toString(row.whole(a[0])));
      case FLOAT ->
          (row, a, result) -> row.setObject(result, Float.toString((float) row.number(a[0])));
      case DOUBLE -> (row, a, result) -> row.setObject(result, Double.toString(row.number(a[0])));
      case BINARY ->
          (row, a, result) ->
              row.setObject(result, new String((byte[]) row.object(a[0]), StandardCharsets.UTF_8));
      case STRING, DATE, TIMESTAMP -> null;
    };
  }

  private static @Nullable Body toDecimal(LogicalType from, DecimalOf to, Mode mode) {
    if (from instanceof DecimalOf) {
      return (row, a, result) -> Decimals.set(row, result, Decimals.at(row, a[0]), to, mode);
    }
    if (from == Simple.INT || from == Simple.LONG || from == Simple.BOOLEAN) {
      return (row, a, result) ->
          Decimals.set(row, result, BigDecimal.valueOf(row.whole(a[0])), to, mode);
    }
    if (Operand.kind(from) == Operand.Kind.NUMBER) {
      return (row, a, result) -> {
        double number = row.number(a[0]);
        if (Double.isFinite(number)) {
          Decimals.set(row, result, BigDecimal.valueOf(number), to, mode);
        } else {
          row.setNull(result); // In ANSI mode too.
        }
      };
    }
    return null;
  }

  private static @Nullable Body fromDecimal(LogicalType to, Mode mode) {
    if (to == Simple.DOUBLE) {
      return (row, a, result) -> row.setNumber(result, Decimals.at(row, a[0]).doubleValue());
    }
    if (to == Simple.FLOAT) {
      return (row, a, result) -> row.setNumber(result, Decimals.at(row, a[0]).floatValue());
    }
    if (to == Simple.BOOLEAN) {
      return (row, a, result) -> row.setWhole(result, Decimals.at(row, a[0]).signum() == 0 ? 0 : 1);
    }
    boolean isInt = to == Simple.INT;
    if (!isInt && to != Simple.LONG) {
      return null;
    }
    return (row, a, result) -> {
      BigDecimal number = Decimals.at(row, a[0]);
      long wrapped = number.longValue();
      if (mode == Mode.LEGACY) {
        row.setWhole(result, isInt ? (int) wrapped : wrapped);
      } else if (isExact(number, wrapped, isInt)) {
        row.setWhole(result, wrapped);
      } else {
        tooLarge(row, result, mode, number, to);
      }
    };
  }

  private static boolean isExact(BigDecimal number, long wrapped, boolean isInt) {
    return (!isInt || wrapped == (int) wrapped)
        && number.toBigInteger().equals(java.math.BigInteger.valueOf(wrapped));
  }

  private static void tooLarge(
      ScoringRow row, int result, Mode mode, Object value, LogicalType to) {
    Refused.orNull(
        row,
        result,
        mode,
        "The number %s is too large for the type %s.".formatted(value, to.text()));
  }

  private static @Nullable Body fromNumber(Simple to, Mode mode) {
    return switch (to) {
      case DOUBLE -> (row, a, result) -> row.setNumber(result, row.number(a[0]));
      case FLOAT -> (row, a, result) -> row.setNumber(result, (float) row.number(a[0]));
      case BOOLEAN -> (row, a, result) -> row.setWhole(result, row.number(a[0]) != 0 ? 1 : 0);
      case INT -> whole(Integer.MIN_VALUE, Integer.MAX_VALUE, to, mode);
      case LONG -> whole(Long.MIN_VALUE, Long.MAX_VALUE, to, mode);
      default -> null;
    };
  }

  private static Body whole(long least, long most, Simple to, Mode mode) {
    return (row, a, result) -> {
      double number = row.number(a[0]);
      boolean fits = Math.floor(number) <= most && Math.ceil(number) >= least;
      if (mode == Mode.LEGACY || fits) {
        row.setWhole(result, to == Simple.INT ? (int) number : (long) number);
      } else {
        tooLarge(row, result, mode, number, to);
      }
    };
  }

  private static @Nullable Body fromWhole(Simple to, Mode mode) {
    return switch (to) {
      case DOUBLE -> (row, a, result) -> row.setNumber(result, row.whole(a[0]));
      case FLOAT -> (row, a, result) -> row.setNumber(result, (float) row.whole(a[0]));
      case BOOLEAN -> (row, a, result) -> row.setWhole(result, row.whole(a[0]) != 0 ? 1 : 0);
      case LONG -> (row, a, result) -> row.setWhole(result, row.whole(a[0]));
      case INT ->
          (row, a, result) -> {
            long value = row.whole(a[0]);
            if (value == (int) value || mode == Mode.LEGACY) {
              row.setWhole(result, (int) value);
            } else {
              tooLarge(row, result, mode, value, to);
            }
          };
      default -> null;
    };
  }
}
