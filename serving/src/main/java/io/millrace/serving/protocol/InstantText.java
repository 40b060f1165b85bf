package io.millrace.serving.protocol;

import java.time.Instant;

/**
 * Instants as {@link Instant#toString} writes them. Logs write many of one second: its date and
 * time of day are kept, which takes a tenth of the time. Not thread-safe.
 */
public final class InstantText {
  private static final int[] SCALES = {1_000_000, 1_000, 1};
  private static final int[] DIGITS = {3, 6, 9};

  private final StringBuilder text = new StringBuilder(32);
  private long second = Long.MIN_VALUE;
  private int prefixLength;

  /** The text of an instant. */
  public String of(Instant instant) {
    if (instant.getEpochSecond() != second) {
      second = instant.getEpochSecond();
      text.setLength(0);
      text.append(Instant.ofEpochSecond(second));
      prefixLength = text.length() - 1;
    }
    text.setLength(prefixLength);
    appendFraction(instant.getNano());
    return text.append('Z').toString();
  }

  /** None, milliseconds, microseconds or nanoseconds: the coarsest that is exact. */
  private void appendFraction(int nanos) {
    if (nanos == 0) {
      return;
    }
    int unit = 0;
    while (nanos % SCALES[unit] != 0) {
      unit++;
    }
    text.append('.').append(nanos / SCALES[unit]);
    int missing = prefixLength + 1 + DIGITS[unit] - text.length();
    text.insert(prefixLength + 1, "00000000", 0, missing);
  }
}
