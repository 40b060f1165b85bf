package io.millrace.serving.protocol;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.serving.model.InputRows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plain forms that most values have, from a body in UTF-8: numbers of up to fifteen
 * digits without an exponent, texts of ASCII without escapes, true, false and null. What has
 * another form, or is wrong, it does not take: a whole parser then reads the body.
 */
final class CellScanner {
  private static final Set<Simple> TYPES =
      EnumSet.of(Simple.DOUBLE, Simple.LONG, Simple.INT, Simple.BOOLEAN, Simple.STRING);

  /** A double holds every whole number of so many digits. */
  private static final int DIGITS = 15;

  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final byte[] body;
  private int at;
  private long mantissa;
  private boolean negative;

  CellScanner(byte[] body) {
    this.body = body;
  }

  /** Whether values of the type have plain forms. */
  static boolean takes(LogicalType type) {
    return type instanceof Simple simple && TYPES.contains(simple);
  }

  /** Passes over bytes; returns whether they stand there. */
  boolean pass(byte[] expected) {
    int end = at + expected.length;
    if (end > body.length || !Arrays.equals(body, at, end, expected, 0, expected.length)) {
      return false;
    }
    at = end;
    return true;
  }

  /** Where the next byte is read. */
  int offset() {
    return at;
  }

  boolean isAtEnd() {
    return at == body.length;
  }

  /** Reads a value into a cell; returns whether it could. */
  boolean cell(Column column, InputRows rows, int row, int index) {
    if (at < body.length && body[at] == 'n') {
      if (!column.nullable() || !pass(NULL)) {
        return false;
      }
      rows.setNull(row, index);
      return true;
    }
    return switch ((Simple) column.type()) {
      case STRING -> text(rows, row, index);
      case DOUBLE -> number(rows, row, index);
      case LONG -> whole(rows, row, index, Long.MAX_VALUE);
      case INT -> whole(rows, row, index, Integer.MAX_VALUE);
      case BOOLEAN -> truth(rows, row, index);
      default -> false;
    };
  }

  private boolean text(InputRows rows, int row, int index) {
    String text = text();
    if (text == null) {
      return false;
    }
    rows.setObject(row, index, text);
    return true;
  }

  /** Reads a text in quotes; null if it could not. */
  @Nullable String text() {
    if (at == body.length || body[at] != '"') {
      return null;
    }
    int from = at + 1;
    int to = from;
    while (to < body.length && body[to] >= ' ' && body[to] != '"' && body[to] != '\\') {
      to++;
    }
    if (to == body.length || body[to] != '"') {
      return null;
    }
    at = to + 1;
    return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private boolean number(InputRows rows, int row, int index) {
    int digits = wholePart();
    int decimals = 0;
    if (digits > 0 && at < body.length && body[at] == '.') {
      at++;
      decimals = digits(DIGITS - digits);
      digits = decimals == 0 ? 0 : digits;
    }
    if (digits == 0 || goesOn()) {
      return false;
    }
    // Both are exact, so that the quotient is the double nearest to the decimal.
    double value = mantissa / POWERS[decimals];
    rows.setNumber(row, index, negative ? -value : value);
    return true;
  }

  private boolean whole(InputRows rows, int row, int index, long most) {
    if (wholePart() == 0 || goesOn() || mantissa > most) {
      return false;
    }
    rows.setWhole(row, index, negative ? -mantissa : mantissa);
    return true;
  }

  private boolean truth(InputRows rows, int row, int index) {
    boolean truth = pass(TRUE);
    if (!truth && !pass(FALSE)) {
      return false;
    }
    rows.setWhole(row, index, truth ? 1 : 0);
    return true;
  }

  /** The digits before the point: how many; 0 if there are none, or too many, or zeros in front. */
  private int wholePart() {
    mantissa = 0;
    negative = at < body.length && body[at] == '-';
    if (negative) {
      at++;
    }
    int from = at;
    int digits = digits(DIGITS);
    return digits > 1 && body[from] == '0' ? 0 : digits;
  }

  private int digits(int atMost) {
    int from = at;
    while (at < body.length && at - from < atMost && isDigit(body[at])) {
      mantissa = 10 * mantissa + (body[at] - '0');
      at++;
    }
    return at - from;
  }

  private static boolean isDigit(byte letter) {
    return letter >= '0' && letter <= '9';
  }

  /** Whether the number is longer than what was read of it. */
  private boolean goesOn() {
    return at < body.length
        && (isDigit(body[at]) || body[at] == '.' || body[at] == 'e' || body[at] == 'E');
  }
}
