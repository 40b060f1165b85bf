package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.serving.expression.Call.Mode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Casts of and to dates and timestamps. */
final class TimeCasts {
  private TimeCasts() {}

  static boolean areOf(LogicalType type) {
    return type == Simple.DATE || type == Simple.TIMESTAMP;
  }

  static Optional<Body> of(Call call, Mode mode) {
    LogicalType from = call.argType(0);
    LogicalType to = call.type();
    if (from == Simple.DATE) {
      return Optional.ofNullable(ofDate(call, to));
    }
    if (from == Simple.TIMESTAMP) {
      return Optional.ofNullable(ofTimestamp(call, to, mode));
    }
    if (to == Simple.DATE) {
      return from == Simple.STRING
          ? Optional.of((row, a, result) -> toDate(row, a[0], result, mode))
          : Optional.empty();
    }
    return Optional.ofNullable(toTimestamp(call, from, mode));
  }

  private static @Nullable Body ofDate(Call call, LogicalType to) {
    if (to == Simple.STRING) {
      return (row, a, result) -> row.setObject(result, Times.text(row.whole(a[0])));
    }
    if (to == Simple.TIMESTAMP) {
      ZoneId zone = call.zone();
      return (row, a, result) -> row.setWhole(result, Times.micros(row.whole(a[0]), zone));
    }
    // As in Hive, a date is no number.
    return (row, a, result) -> row.setNull(result);
  }

  private static @Nullable Body ofTimestamp(Call call, LogicalType to, Mode mode) {
    if (to instanceof DecimalOf decimal) {
      return (row, a, result) ->
          Decimals.set(row, result, BigDecimal.valueOf(seconds(row.whole(a[0]))), decimal, mode);
    }
    if (!(to instanceof Simple simple)) {
      return null;
    }
    return switch (simple) {
      case STRING -> {
        ZoneId zone = call.zone();
        yield (row, a, result) -> row.setObject(result, Times.text(row.whole(a[0]), zone));
      }
      case DATE -> {
        ZoneId zone = call.zone();
        yield (row, a, result) -> row.setWhole(result, Times.days(row.whole(a[0]), zone));
      }
      case BOOLEAN -> (row, a, result) -> row.setWhole(result, row.whole(a[0]) != 0 ? 1 : 0);
      case LONG ->
          (row, a, result) -> row.setWhole(result, Math.floorDiv(row.whole(a[0]), Times.MICROS));
      case INT -> (row, a, result) -> toInt(row, a[0], result, mode);
      case DOUBLE -> (row, a, result) -> row.setNumber(result, seconds(row.whole(a[0])));
      case FLOAT -> (row, a, result) -> row.setNumber(result, (float) seconds(row.whole(a[0])));
      case BINARY, TIMESTAMP -> null;
    };
  }

  private static double seconds(long micros) {
    return micros / (double) Times.MICROS;
  }

  private static void toInt(ScoringRow row, int from, int result, Mode mode) {
    long seconds = Math.floorDiv(row.whole(from), Times.MICROS);
    if (seconds == (int) seconds) {
      row.setWhole(result, seconds);
    } else {
      Refused.orNull(
          row, result, mode, "The number %d is too large for the type int.".formatted(seconds));
    }
  }

  private static void toDate(ScoringRow row, int from, int result, Mode mode) {
    String text = Texts.at(row, from);
    LocalDate date = TimeTexts.date(text);
    if (date == null) {
      TextCasts.noSuch(row, result, mode, text, Simple.DATE);
    } else {
      row.setWhole(result, date.toEpochDay());
    }
  }

  private static @Nullable Body toTimestamp(Call call, LogicalType from, Mode mode) {
    if (from == Simple.STRING) {
      ZoneId zone = call.zone();
      return (row, a, result) -> {
        String text = Texts.at(row, a[0]);
        Long micros = TimeTexts.micros(text, zone);
        if (micros == null) {
          TextCasts.noSuch(row, result, mode, text, Simple.TIMESTAMP);
        } else {
          row.setWhole(result, micros);
        }
      };
    }
    if (from == Simple.INT || from == Simple.LONG) {
      return (row, a, result) -> row.setWhole(result, saturated(row.whole(a[0])));
    }
    if (from == Simple.BOOLEAN) {
      return (row, a, result) -> row.setWhole(result, row.whole(a[0]));
    }
    return null;
  }

  /** Seconds as microseconds, or as many as there can be. */
  private static long saturated(long seconds) {
    return java.util.concurrent.TimeUnit.SECONDS.toMicros(seconds);
  }
}
