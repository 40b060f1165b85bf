package io.millrace.serving.expression;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Days and microseconds since 1970, and what calendars and clocks show then. */
final class Times {
  static final long MICROS = 1_000_000;
  private static final long DAY = 86_400 * MICROS;

  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendValue(ChronoField.HOUR_OF_DAY, 2)
          .appendLiteral(':')
          .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
          .appendLiteral(':')
          .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  private Times() {}

  static LocalDate date(long days) {
    return LocalDate.ofEpochDay(days);
  }

  static LocalDateTime local(long micros, ZoneId zone) {
    long second = Math.floorDiv(micros, MICROS);
    int nano = (int) Math.floorMod(micros, MICROS) * 1000;
    ZoneOffset offset =
        zone instanceof ZoneOffset fixed
            ? fixed
            : zone.getRules().getOffset(Instant.ofEpochSecond(second, nano));
    return LocalDateTime.ofEpochSecond(second, nano, offset);
  }

  static long days(long micros, ZoneId zone) {
    return local(micros, zone).toLocalDate().toEpochDay();
  }

  /** The first moment of a day. */
  static long micros(long days, ZoneId zone) {
    return micros(date(days).atStartOfDay(zone).toInstant());
  }

  /**
   * The microseconds of a moment.
   *
   * @throws ArithmeticException if they are too many
   */
  static long micros(Instant moment) {
    // The smallest seconds would overflow before the fraction is added.
    long second = moment.getEpochSecond();
    long micro = moment.getNano() / 1000;
    return second < 0 && micro > 0
        ? Math.addExact(Math.multiplyExact(second + 1, MICROS), micro - MICROS)
        : Math.addExact(Math.multiplyExact(second, MICROS), micro);
  }

  static String text(long days) {
    return DateTimeFormatter.ISO_LOCAL_DATE.format(date(days));
  }

  static String text(long micros, ZoneId zone) {
    return WRITTEN.format(local(micros, zone));
  }

  /** The months between two moments; days of a part of a month count as a 31st of it. */
  static double monthsBetween(long a, long b, boolean rounded, ZoneId zone) {
    LocalDate first = date(days(a, zone));
    LocalDate second = date(days(b, zone));
    double months =
        (first.getYear() * 12 + first.getMonthValue())
            - (second.getYear() * 12 + second.getMonthValue());
    boolean bothLast =
        first.getDayOfMonth() == first.lengthOfMonth()
            && second.getDayOfMonth() == second.lengthOfMonth();
    if (first.getDayOfMonth() == second.getDayOfMonth() || bothLast) {
      return months;
    }
    long seconds =
        (first.getDayOfMonth() - second.getDayOfMonth()) * (DAY / MICROS)
            + (a - micros(first.toEpochDay(), zone)) / MICROS
            - (b - micros(second.toEpochDay(), zone)) / MICROS;
    double difference = months + seconds / (31.0 * (DAY / MICROS));
    return rounded ? Math.round(difference * 1e8) / 1e8 : difference;
  }
}
