package io.millrace.serving.protocol;

import io.millrace.api.schema.LogicalType.DecimalOf;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Values that are written as text, in CSV and in JSON strings. Null stands for "is none". */
final class TextValues {
  private static final int MAX_NUMBER_LENGTH = 1000;

  private TextValues() {}

  /** NaN and the infinities by name: JSON has no numbers for them. */
  static @Nullable Double special(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** A double; a number that would become infinite is none. */
  static @Nullable Double number(String text) {
    Double special = special(text);
    if (special != null) {
      return special;
    }
    if (!isDecimalNumber(text)) {
      return null;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : value;
  }

  /** A float, as the double that it is. */
  static @Nullable Double narrow(String text) {
    Double special = special(text);
    if (special != null) {
      return special;
    }
    if (!isDecimalNumber(text)) {
      return null;
    }
    float value = Float.parseFloat(text);
    return Float.isInfinite(value) ? null : (double) value;
  }

  /** A whole number, also one with zeros behind the point, as pandas writes it beside nulls. */
  static @Nullable Long whole(String text) {
    if (!isDecimalNumber(text)) {
      return null;
    }
    try {
      BigDecimal value = new BigDecimal(text);
      // Without this, 1e999999999 would be written out digit by digit.
      return value.precision() - (long) value.scale() > 19 ? null : value.longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** A decimal of the type's scale, rounded half up as the engine reads it. */
  static @Nullable BigDecimal decimal(String text, DecimalOf type) {
    if (!isDecimalNumber(text)) {
      return null;
    }
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      // An exponent beyond that of BigDecimal.
      return null;
    }
    long digitsBeforePoint = value.precision() - (long) value.scale();
    if (value.signum() != 0 && digitsBeforePoint > type.precision() - type.scale()) {
      return null;
    }
    if (value.signum() == 0 || digitsBeforePoint < -type.scale()) {
      return BigDecimal.ZERO.setScale(type.scale());
    }
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    return rounded.precision() > type.precision() ? null : rounded;
  }

  static @Nullable Boolean truth(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> null;
    };
  }

  /** Days since 1970-01-01. */
  static @Nullable Long date(String text) {
    try {
      long day = LocalDate.parse(text).toEpochDay();
      return day == (int) day ? day : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Microseconds since 1970-01-01T00:00:00Z; a time without an offset is in UTC. */
  static @Nullable Long timestamp(String text) {
    String iso = text.length() > 10 && text.charAt(10) == ' ' ? withT(text) : text;
    try {
      Instant instant = instant(iso);
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  static byte @Nullable [] bytes(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String withT(String text) {
    return text.substring(0, 10) + 'T' + text.substring(11);
  }

  private static Instant instant(String iso) {
    if (iso.length() == 10) {
      return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    int sign = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
    boolean hasOffset = iso.endsWith("Z") || sign > 10;
    return hasOffset
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
  }

  /** Java's own parsers take more: hexadecimal, blanks around, and a 'd' behind. */
  private static boolean isDecimalNumber(String text) {
    if (text.isEmpty() || text.length() > MAX_NUMBER_LENGTH) {
      return false;
    }
    int at = 0;
    if (text.charAt(0) == '-' || text.charAt(0) == '+') {
      at++;
    }
    int digits = digitsFrom(text, at);
    at += digits;
    if (at < text.length() && text.charAt(at) == '.') {
      int behind = digitsFrom(text, at + 1);
      digits += behind;
      at += 1 + behind;
    }
    return digits > 0 && (at == text.length() || isExponent(text, at));
  }

  private static boolean isExponent(String text, int from) {
    if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
      return false;
    }
    int at = from + 1;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int digits = digitsFrom(text, at);
    return digits > 0 && at + digits == text.length();
  }

  private static int digitsFrom(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }
}
