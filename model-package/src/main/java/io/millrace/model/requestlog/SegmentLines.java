package io.millrace.model.requestlog;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The lines of a segment: eight hexadecimal digits, a blank, a JSON object in UTF-8, a line feed.
 * The digits are the CRC-32C (Castagnoli) of the object's bytes.
 */
public final class SegmentLines {
  /** Rises when a reader of the version before would misread the files. */
  public static final int FORMAT_VERSION = 2;

  /** Bytes in front of the JSON. */
  public static final int PREFIX = 9;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private SegmentLines() {}

  /**
   * Makes a line of a JSON object.
   *
   * @param json without line feeds outside of texts, where JSON escapes them
   */
  public static byte[] line(byte[] json) {
    byte[] line = new byte[PREFIX + json.length + 1];
    System.arraycopy(json, 0, line, PREFIX, json.length);
    seal(line, 0, line.length);
    return line;
  }

  /**
   * Makes a line of a JSON object where it lies.
   *
   * @param from the object begins {@link #PREFIX} bytes behind
   * @param to the object ends one byte before
   */
  public static void seal(byte[] bytes, int from, int to) {
    int crc = crc(bytes, from + PREFIX, to - 1);
    for (int i = 0; i < 8; i++) {
      bytes[from + i] = DIGITS[(crc >>> (28 - 4 * i)) & 15];
    }
    bytes[from + 8] = ' ';
    bytes[to - 1] = '\n';
  }

  /** Whether bytes, without the line feed, are a line as it was written. */
  static boolean isWhole(byte[] bytes, int length) {
    if (length < PREFIX + 2 || bytes[8] != ' ') {
      return false;
    }
    int crc = 0;
    for (int i = 0; i < 8; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return false;
      }
      crc = crc << 4 | digit;
    }
    return crc == crc(bytes, PREFIX, length);
  }

  private static int crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
