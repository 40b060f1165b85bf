package io.millrace.serving.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * JSON in UTF-8, in one array that grows: for what is written for each request, where a generator
 * costs more than what it writes. The caller sees to brackets, commas and colons. Doubles and
 * floats are written with the fewest digits that read back to the same bits. Not thread-safe.
 */
public final class JsonBytes {
  /** A thread does not keep more than this after a large answer. */
  private static final int KEPT = 1 << 16;

  private static final int LONGEST_NUMBER = 32;

  /** Below it, decimals are written without an exponent. */
  private static final double PLAIN = 1e7;

  private static final ThreadLocal<JsonBytes> OF_THREAD =
      ThreadLocal.withInitial(() -> new JsonBytes(1 << 10));

  private byte[] bytes;
  private int count;

  /** Nothing yet. */
  public JsonBytes(int capacity) {
    bytes = new byte[capacity];
  }

  /**
   * What a writer writes.
   *
   * @param writer must not call this method again
   */
  public static byte[] written(Consumer<JsonBytes> writer) {
    JsonBytes json = OF_THREAD.get();
    json.cut(0);
    writer.accept(json);
    byte[] copy = json.copy();
    json.shrink(KEPT);
    return copy;
  }

  /** What was added, in an array of its own. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, count);
  }

  /** How many bytes there are. */
  public int count() {
    return count;
  }

  /** The bytes, up to {@link #count}; another array once more was added. */
  public byte[] array() {
    return bytes;
  }

  /** Takes back all but the first bytes. */
  public void cut(int length) {
    count = length;
  }

  /** Lets go of a large array, and what is in it. */
  public void shrink(int most) {
    if (bytes.length > most) {
      bytes = new byte[most];
      count = 0;
    }
  }

  /** Leaves room for bytes that are set later. */
  public void skip(int length) {
    reserve(length);
    count += length;
  }

  /** Adds bytes as they are. */
  public JsonBytes add(byte[] constant) {
    reserve(constant.length);
    System.arraycopy(constant, 0, bytes, count, constant.length);
    count += constant.length;
    return this;
  }

  /** Adds a character of ASCII as it is. */
  public JsonBytes add(char ascii) {
    reserve(1);
    bytes[count++] = (byte) ascii;
    return this;
  }

  /** Adds characters of ASCII as they are. */
  @SuppressWarnings("deprecation") // Of ASCII nothing is lost, and it is a mere copy.
  public JsonBytes add(String ascii) {
    int length = ascii.length();
    reserve(length);
    ascii.getBytes(0, length, bytes, count);
    count += length;
    return this;
  }

  /** Adds a text in quotes; half a surrogate pair becomes "?". */
  public JsonBytes text(String text) {
    int length = text.length();
    reserve(length + 2);
    int at = count;
    bytes[at++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return escaped(text);
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = '"';
    count = at;
    return this;
  }

  private JsonBytes escaped(String text) {
    byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(Json.wellFormed(text));
    return add('"').add(quoted).add('"');
  }

  /** Adds a whole number. */
  public JsonBytes number(long value) {
    reserve(LONGEST_NUMBER);
    count = NumberOutput.outputLong(value, bytes, count);
    return this;
  }

  /** Adds the last digits of a number, zeros in front. */
  void digits(int value, int digits) {
    reserve(digits);
    int rest = value;
    for (int i = count + digits - 1; i >= count; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    count += digits;
  }

  /** Adds a double; NaN and the infinities, for which JSON has no numbers, as texts. */
  public JsonBytes number(double value) {
    double thousandths = Math.rint(value * 1000);
    if (thousandths / 1000 == value && Math.abs(value) < PLAIN && !isNegativeZero(value)) {
      return thousandths((long) thousandths);
    }
    return Double.isFinite(value)
        ? add(NumberOutput.toString(value, true))
        : text(Double.toString(value));
  }

  /** Adds a float, as {@link #number(double)} a double. */
  public JsonBytes number(float value) {
    return Float.isFinite(value)
        ? add(NumberOutput.toString(value, true))
        : text(Float.toString(value));
  }

  private static boolean isNegativeZero(double value) {
    return Double.doubleToRawLongBits(value) == Long.MIN_VALUE;
  }

  /**
   * Most features have a few decimals only. No two decimals of up to 15 digits are the same double:
   * these are the fewest digits.
   */
  private JsonBytes thousandths(long value) {
    if (value < 0) {
      add('-');
    }
    long magnitude = Math.abs(value);
    number(magnitude / 1000).add('.').digits((int) (magnitude % 1000), 3);
    while (bytes[count - 1] == '0' && bytes[count - 2] != '.') {
      count--;
    }
    return this;
  }

  private void reserve(int more) {
    if (bytes.length - count < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(count, more), 2 * bytes.length));
    }
  }
}
