package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.serving.expression.Call.Mode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What texts become when they are cast. */
final class TextCasts {
  private static final int MAX_DIGITS = 38;
  private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "1");
  private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "0");

  private TextCasts() {}

  static Optional<Body> of(Call call, Mode mode) {
    if (call.type() instanceof DecimalOf type) {
      return Optional.of((row, a, result) -> decimal(row, a[0], result, type, mode));
    }
    return call.type() instanceof Simple type
        ? Optional.ofNullable(ofSimple(type, mode))
        : Optional.empty();
  }

  private static @Nullable Body ofSimple(Simple type, Mode mode) {
    return switch (type) {
      case INT -> whole(type, Integer.MIN_VALUE, Integer.MAX_VALUE, mode);
      case LONG -> whole(type, Long.MIN_VALUE, Long.MAX_VALUE, mode);
      case DOUBLE, FLOAT -> (row, a, result) -> number(row, a[0], result, type, mode);
      case BOOLEAN -> (row, a, result) -> truth(row, a[0], result, mode);
      case BINARY ->
          (row, a, result) ->
              row.setObject(result, text(row, a[0]).getBytes(StandardCharsets.UTF_8));
      case STRING, DATE, TIMESTAMP -> null;
    };
  }

  private static String text(ScoringRow row, int slot) {
    return (String) row.object(slot);
  }

  static void noSuch(ScoringRow row, int result, Mode mode, String text, LogicalType type) {
    Refused.orNull(
        row,
        result,
        mode,
        "The text '%s' is no %s: correct it, or use try_cast."
            .formatted(Refused.shown(text), type.text()));
  }

  private static Body whole(Simple type, long least, long most, Mode mode) {
    boolean fraction = mode == Mode.LEGACY;
    return (row, a, result) -> {
      String text = text(row, a[0]);
      if (!wholeOf(row, result, text, fraction)
          || row.whole(result) < least
          || row.whole(result) > most) {
        noSuch(row, result, mode, text, type);
      }
    };
  }

  /** Blanks of ASCII and control characters, which casts ignore at the ends. */
  static boolean isBlank(char c) {
    return c <= ' ' || c == 0x7f;
  }

  /**
   * Sets a slot to the whole number of a text.
   *
   * @param fraction whether digits after a point may follow, and count for nothing
   * @return whether it is one
   */
  private static boolean wholeOf(ScoringRow row, int slot, String text, boolean fraction) {
    int i = 0;
    int end = text.length();
    while (i < end && isBlank(text.charAt(i))) {
      i++;
    }
    while (end > i && isBlank(text.charAt(end - 1))) {
      end--;
    }
    if (i == end) {
      return false;
    }
    boolean negative = text.charAt(i) == '-';
    if (negative || text.charAt(i) == '+') {
      i++;
      if (i == end) {
        return false;
      }
    }
    long value = 0; // Negative, as there is one more of those.
    boolean behindPoint = false;
    for (; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.' && fraction && !behindPoint) {
        behindPoint = true;
      } else if (c < '0' || c > '9') {
        return false;
      } else if (!behindPoint) {
        if (value < Long.MIN_VALUE / 10 || value * 10 - (c - '0') > 0) {
          return false;
        }
        value = value * 10 - (c - '0');
      }
    }
    if (!negative && value == Long.MIN_VALUE) {
      return false;
    }
    row.setWhole(slot, negative ? value : -value);
    return true;
  }

  private static void number(ScoringRow row, int from, int result, Simple type, Mode mode) {
    String text = text(row, from);
    try {
      row.setNumber(
          result, type == Simple.FLOAT ? Float.parseFloat(text) : Double.parseDouble(text));
    } catch (NumberFormatException e) {
      double special = special(text.trim().toLowerCase(Locale.ROOT));
      if (special != 0) {
        row.setNumber(result, special);
      } else {
        noSuch(row, result, mode, text, type);
      }
    }
  }

  /** Names of what is no finite number; 0 if it is none. */
  private static double special(String name) {
    return switch (name) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> 0;
    };
  }

  private static void truth(ScoringRow row, int from, int result, Mode mode) {
    String text = text(row, from);
    String word = trimmed(text).toLowerCase(Locale.ROOT);
    if (TRUE.contains(word)) {
      row.setWhole(result, 1);
    } else if (FALSE.contains(word)) {
      row.setWhole(result, 0);
    } else {
      noSuch(row, result, mode, text, Simple.BOOLEAN);
    }
  }

  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static void decimal(ScoringRow row, int from, int result, DecimalOf type, Mode mode) {
    String text = text(row, from);
    try {
      BigDecimal number = new BigDecimal(text.trim());
      if (number.precision() - number.scale() <= MAX_DIGITS) {
        Decimals.set(row, result, number, type, mode);
        return;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    noSuch(row, result, mode, text, type);
  }
}
