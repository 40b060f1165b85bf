package io.millrace.core;

import java.security.SecureRandom;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Ids of runs: sort by time, can be said aloud, and never meet twice. */
final class RunIds {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunIds() {}

  static String next() {
    return LocalDateTime.now(ZoneOffset.UTC).format(TIME)
        + String.format(Locale.ROOT, "-%04x", RANDOM.nextInt(0x10000));
  }
}
