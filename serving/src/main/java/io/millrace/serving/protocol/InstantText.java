package io.millrace.serving.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Instants as {@link Instant#toString} writes them. Logs write many of one second: its date and
 * time of day are kept, which takes a tenth of the time. Not thread-safe.
 */
public final class InstantText {
  private static final int[] SCALES = {1_000_000, 1_000, 1};
  private static final int[] DIGITS = {3, 6, 9};

  private byte[] prefix = {};
  private long second = Long.MIN_VALUE;

  /** Adds the text of an instant, in quotes. */
  public void write(JsonBytes json, Instant instant) {
    if (instant.getEpochSecond() != second) {
      second = instant.getEpochSecond();
      String whole = Instant.ofEpochSecond(second).toString();
      prefix = ('"' + whole.substring(0, whole.length() - 1)).getBytes(StandardCharsets.US_ASCII);
    }
    json.add(prefix);
    fraction(json, instant.getNano());
    json.add('Z').add('"');
  }

  /** None, milliseconds, microseconds or nanoseconds: the coarsest that is exact. */
  private static void fraction(JsonBytes json, int nanos) {
    if (nanos == 0) {
      return;
    }
    int unit = 0;
    while (nanos % SCALES[unit] != 0) {
      unit++;
    }
    json.add('.').digits(nanos / SCALES[unit], DIGITS[unit]);
  }
}
