package io.millrace.app.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Quantities as people read them. */
public final class Quantities {
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
  private static final int FIGURES_OF_METRICS = 4;

  private Quantities() {}

  /** A duration: {@code 0.4 s}, {@code 12 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
  public static String seconds(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + twoDigits(whole % 60) + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes / 60 + " h " + twoDigits(minutes % 60) + " min";
  }

  /** A size, in powers of 1000: {@code 512 B}, {@code 1.2 MB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String number =
        unit == 0 || value >= 99.95
            ? Long.toString(Math.round(value))
            : String.format(Locale.ROOT, "%.1f", value);
    return number + " " + BYTE_UNITS[unit];
  }

  /** A count with thousands apart: {@code 1,234,567}. */
  public static String count(long count) {
    String digits = Long.toString(Math.abs(count));
    StringBuilder grouped = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        grouped.append(',');
      }
      grouped.append(digits.charAt(i));
    }
    return count < 0 ? "-" + grouped : grouped.toString();
  }

  /** A metric to four decimals, or to four figures if it is larger than 10. */
  public static String metric(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    int decimals =
        Math.abs(value) < 10
            ? FIGURES_OF_METRICS
            : Math.max(0, FIGURES_OF_METRICS - (exact.precision() - exact.scale()));
    return exact.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** A time of day and date in the user's zone, to the second. */
  public static String time(Instant time, ZoneId zone) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
        .withZone(zone)
        .format(time);
  }

  private static String twoDigits(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
