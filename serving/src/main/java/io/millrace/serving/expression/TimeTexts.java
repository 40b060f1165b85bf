package io.millrace.serving.expression;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Dates and times of texts: {@code y[yyy-[m]m-[d]d[( |T)[h]h:[m]m:[s]s.[ffffff][zone]]]}. */
final class TimeTexts {
  private static final int FRACTION = 6;

  private final String text;
  private final int end;
  private int at;
  private int sign = 1;
  private boolean signed;

  private TimeTexts(String text) {
    this.text = text;
    int start = 0;
    int stop = text.length();
    while (start < stop && TextCasts.isBlank(text.charAt(start))) {
      start++;
    }
    while (stop > start && TextCasts.isBlank(text.charAt(stop - 1))) {
      stop--;
    }
    at = start;
    end = stop;
  }

  private void readSign() {
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      sign = text.charAt(at) == '-' ? -1 : 1;
      signed = true;
      at++;
    }
  }

  /** The date, with or without a month and a day, and with anything behind a blank or a T. */
  static @Nullable LocalDate date(String text) {
    return new TimeTexts(text).date();
  }

  private @Nullable LocalDate date() {
    if (at == end) {
      return null;
    }
    readSign();
    int[] parts = {1, 1, 1};
    int part = 0;
    int digits = 0;
    int value = 0;
    while (at < end && text.charAt(at) != ' ' && text.charAt(at) != 'T') {
      char c = text.charAt(at++);
      if (c == '-' && part < 2) {
        if (!isDatePart(part, digits)) {
          return null;
        }
        parts[part++] = value;
        digits = 0;
        value = 0;
      } else if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
        digits++;
      } else {
        return null;
      }
    }
    if (!isDatePart(part, digits) || part < 2 && at < end) {
      return null;
    }
    parts[part] = value;
    try {
      LocalDate date = LocalDate.of(sign * parts[0], parts[1], parts[2]);
      return date.toEpochDay() == (int) date.toEpochDay() ? date : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean isDatePart(int part, int digits) {
    return part == 0 ? digits >= 4 && digits <= 7 : digits > 0 && digits <= 2;
  }

  /** The microseconds of a time in a zone, unless it names one; null, if it is none. */
  static @Nullable Long micros(String text, ZoneId zone) {
    return new TimeTexts(text).micros(zone);
  }

  /** Year, month, day, hour, minute, second, fraction. */
  private final int[] segments = {1, 1, 1, 0, 0, 0, 0, 0, 0};

  private int segment;
  private int value;
  private int digits;
  private int fractionDigits;
  private boolean onlyTime;
  private @Nullable String zoneText;

  private @Nullable Long micros(ZoneId zone) {
    if (at == end) {
      return null;
    }
    readSign();
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        addDigit(c - '0');
      } else if (!endSegment(c)) {
        return null;
      }
    }
    if (!close()) {
      return null;
    }
    for (; fractionDigits < FRACTION; fractionDigits++) {
      segments[FRACTION] *= 10;
    }
    try {
      return moment(zoneText == null ? zone : Zones.of(zoneText.trim()));
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private Long moment(ZoneId zone) {
    LocalTime time = LocalTime.of(segments[3], segments[4], segments[5], segments[FRACTION] * 1000);
    LocalDate date =
        onlyTime ? LocalDate.now(zone) : LocalDate.of(sign * segments[0], segments[1], segments[2]);
    return Times.micros(LocalDateTime.of(date, time).atZone(zone).toInstant());
  }

  private void addDigit(int digit) {
    if (segment == FRACTION) {
      fractionDigits++;
    }
    // What is finer than microseconds is cut off.
    if (segment != FRACTION || digits < FRACTION) {
      value = value * 10 + digit;
    }
    digits++;
  }

  /** Ends a number, if it may end there. */
  private boolean close() {
    boolean valid =
        segment == FRACTION
            || segment == 0 && digits >= 4 && digits <= 6
            || segment == 7 && digits <= 2
            || segment != 0 && segment != 7 && digits > 0 && digits <= 2;
    if (valid) {
      segments[segment] = value;
      value = 0;
      digits = 0;
    }
    return valid;
  }

  private boolean endSegment(char c) {
    if (at == 0 && c == 'T') {
      onlyTime = true;
      segment += 3;
      return true;
    }
    return switch (segment) {
      case 0, 1 -> c == '-' ? closeTo(segment + 1) : endHour(c);
      case 2 -> (c == ' ' || c == 'T') && closeTo(3);
      case 3, 4 -> c == ':' && closeTo(segment + 1);
      case 5, FRACTION -> endSecond(c);
      default -> segment < segments.length - 1 && (c == ':' || c == ' ') && closeTo(segment + 1);
    };
  }

  /** An hour that stands where the year would. */
  private boolean endHour(char c) {
    if (segment != 0 || c != ':' || signed || digits == 0 || digits > 2) {
      return false;
    }
    onlyTime = true;
    segment = 3;
    return closeTo(4);
  }

  private boolean closeTo(int next) {
    boolean closed = close();
    segment = next;
    return closed;
  }

  /** Behind seconds stands a fraction or a zone, behind a fraction a zone. */
  private boolean endSecond(char c) {
    if (segment == 5 && c == '.') {
      return closeTo(FRACTION);
    }
    if (!close()) {
      return false;
    }
    segment++;
    zoneText = text.substring(at, end);
    at = end - 1;
    if (segment == FRACTION && c != '.') {
      segment++;
    }
    return true;
  }
}
