package io.millrace.storage.delta;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads points in time as users write them; what names no offset is UTC. */
final class PointInTime {
  private PointInTime() {}

  /**
   * The point in time; for a date, its first moment.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static Instant parse(String option, String text) {
    try {
      if (text.length() <= "2026-11-20".length()) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      String iso = text.replace(' ', 'T');
      return iso.matches(".*T.*([Zz]|[+-]\\d\\d:?\\d\\d)")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          option
              + " '"
              + text
              + "' is no point in time; write 2026-11-20, 2026-11-20T10:00:00 (UTC) or"
              + " 2026-11-20T10:00:00+01:00",
          e);
    }
  }
}
