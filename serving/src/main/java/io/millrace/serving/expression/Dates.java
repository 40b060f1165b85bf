package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.expression.Call.Mode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Functions of dates and times. */
final class Dates {
  private Dates() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    parts(table);
    table.put(ScoringFunction.DATE_ADD, call -> shift(call, 1));
    table.put(ScoringFunction.DATE_SUB, call -> shift(call, -1));
    table.put(ScoringFunction.DATEDIFF, Dates::difference);
    table.put(ScoringFunction.ADD_MONTHS, call -> call.strict(Dates::addMonths));
    table.put(ScoringFunction.MONTHS_BETWEEN, Dates::monthsBetween);
    table.put(ScoringFunction.LAST_DAY, call -> call.strict(Dates::lastDay));
    table.put(ScoringFunction.TRUNC, call -> call.strict(Dates::truncate));
    table.put(ScoringFunction.MAKE_DATE, Dates::makeDate);
    table.put(ScoringFunction.UNIX_TIMESTAMP, Dates::unixTimestamp);
    table.put(ScoringFunction.UNIX_DATE, Dates::same);
    table.put(ScoringFunction.DATE_FROM_UNIX_DATE, Dates::same);
    return table;
  }

  private static void parts(Map<ScoringFunction, Function<Call, StepWork>> table) {
    table.put(ScoringFunction.YEAR, call -> ofDate(call, LocalDate::getYear));
    table.put(ScoringFunction.QUARTER, call -> ofDate(call, d -> d.get(IsoFields.QUARTER_OF_YEAR)));
    table.put(ScoringFunction.MONTH, call -> ofDate(call, LocalDate::getMonthValue));
    table.put(
        ScoringFunction.WEEKOFYEAR,
        call -> ofDate(call, d -> d.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
    table.put(ScoringFunction.DAY, call -> ofDate(call, LocalDate::getDayOfMonth));
    table.put(ScoringFunction.DAYOFYEAR, call -> ofDate(call, LocalDate::getDayOfYear));
    table.put(
        ScoringFunction.DAYOFWEEK, call -> ofDate(call, d -> d.getDayOfWeek().getValue() % 7 + 1));
    table.put(ScoringFunction.WEEKDAY, call -> ofDate(call, d -> d.getDayOfWeek().getValue() - 1));
    table.put(ScoringFunction.HOUR, call -> ofTime(call, LocalDateTime::getHour));
    table.put(ScoringFunction.MINUTE, call -> ofTime(call, LocalDateTime::getMinute));
    table.put(ScoringFunction.SECOND, call -> ofTime(call, LocalDateTime::getSecond));
  }

  private static StepWork ofDate(Call call, ToIntFunction<LocalDate> part) {
    return call.strict(
        (row, a, result) -> row.setWhole(result, part.applyAsInt(Times.date(row.whole(a[0])))));
  }

  private static StepWork ofTime(Call call, ToIntFunction<LocalDateTime> part) {
    ZoneId zone = call.zone();
    return call.strict(
        (row, a, result) ->
            row.setWhole(result, part.applyAsInt(Times.local(row.whole(a[0]), zone))));
  }

  /** Wraps around, as Spark's days do. */
  private static StepWork shift(Call call, int sign) {
    return call.strict(
        (row, a, result) -> row.setWhole(result, (int) (row.whole(a[0]) + sign * row.whole(a[1]))));
  }

  private static StepWork difference(Call call) {
    return call.strict(
        (row, a, result) -> row.setWhole(result, (int) (row.whole(a[0]) - row.whole(a[1]))));
  }

  private static StepWork same(Call call) {
    return call.strict((row, a, result) -> row.setWhole(result, row.whole(a[0])));
  }

  private static void addMonths(ScoringRow row, int[] a, int result) {
    try {
      LocalDate later = Times.date(row.whole(a[0])).plusMonths(row.whole(a[1]));
      row.setWhole(result, Math.toIntExact(later.toEpochDay()));
    } catch (DateTimeException | ArithmeticException e) {
      throw Refused.of("A date lies too far away for 'add_months'.");
    }
  }

  private static StepWork monthsBetween(Call call) {
    ZoneId zone = call.zone();
    return call.strict(
        (row, a, result) ->
            row.setNumber(
                result,
                Times.monthsBetween(row.whole(a[0]), row.whole(a[1]), row.whole(a[2]) != 0, zone)));
  }

  private static void lastDay(ScoringRow row, int[] a, int result) {
    LocalDate last = Times.date(row.whole(a[0])).with(TemporalAdjusters.lastDayOfMonth());
    row.setWhole(result, last.toEpochDay());
  }

  private static void truncate(ScoringRow row, int[] a, int result) {
    LocalDate first = first(Times.date(row.whole(a[0])), Texts.at(row, a[1]));
    if (first == null) {
      row.setNull(result);
    } else {
      row.setWhole(result, first.toEpochDay());
    }
  }

  /** The first day of the unit that a date lies in; null, if it is none of days. */
  private static @Nullable LocalDate first(LocalDate date, String unit) {
    return switch (unit.toUpperCase(Locale.ROOT)) {
      case "WEEK" -> date.minusDays(date.getDayOfWeek().getValue() - 1L);
      case "MON", "MONTH", "MM" -> date.withDayOfMonth(1);
      case "QUARTER" -> date.with(IsoFields.DAY_OF_QUARTER, 1);
      case "YEAR", "YYYY", "YY" -> date.withDayOfYear(1);
      default -> null;
    };
  }

  private static StepWork makeDate(Call call) {
    Mode mode = call.mode();
    return call.strict(
        (row, a, result) -> {
          try {
            LocalDate made =
                LocalDate.of((int) row.whole(a[0]), (int) row.whole(a[1]), (int) row.whole(a[2]));
            row.setWhole(result, Math.toIntExact(made.toEpochDay()));
          } catch (DateTimeException | ArithmeticException e) {
            Refused.orNull(
                row,
                result,
                mode,
                "There is no date of year %d, month %d, day %d."
                    .formatted(row.whole(a[0]), row.whole(a[1]), row.whole(a[2])));
          }
        });
  }

  /** Seconds of a time, towards 1970; of a date, of its first moment. */
  private static StepWork unixTimestamp(Call call) {
    if (call.argType(0) == Simple.DATE) {
      ZoneId zone = call.zone();
      return call.strict(
          (row, a, result) ->
              row.setWhole(result, Times.micros(row.whole(a[0]), zone) / Times.MICROS));
    }
    return call.strict((row, a, result) -> row.setWhole(result, row.whole(a[0]) / Times.MICROS));
  }
}
