package io.millrace.console.chart;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
public final class Texts {
  private static final double LARGE = 1e6;
  private static final double SMALL = 1e-3;
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Texts() {}

  /** A number with four significant digits, a whole one with all of its digits. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value).replace(',', '\u202f');
    }
    double size = Math.abs(value);
    if (size >= LARGE || size < SMALL) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int digits = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** Whether a text is a finite number. */
  public static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** A cell of a table: a number as {@link #number} has it, anything else as it is. */
  public static String cell(String text) {
    return isNumber(text) ? number(Double.parseDouble(text)) : text;
  }

  /** A duration: {@code 1.2 s}, {@code 3 min 5 s}, {@code 2 h 4 min}. */
  public static String seconds(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }
    Duration time = Duration.ofSeconds(Math.round(seconds));
    return time.toHours() == 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
  }

  /** A size: {@code 1.5 MiB}. */
  public static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
  }
}
