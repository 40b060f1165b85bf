package io.millrace.console.web;

import static java.util.Objects.requireNonNull;

import io.millrace.console.chart.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as people read them, in the zone of who started the console. */
public final class Moments {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

  private final ZoneId zone;

  /** In a zone. */
  public Moments(ZoneId zone) {
    this.zone = requireNonNull(zone, "zone is null");
  }

  /**
   * A time in a page.
   *
   * @param iso for programs
   * @param text to the minute
   * @param whole to the second, with its zone
   */
  public record Moment(String iso, String text, String whole) {}

  /** A time. */
  public Moment of(Instant time) {
    return new Moment(
        time.truncatedTo(ChronoUnit.MILLIS).toString(),
        MINUTES.format(time.atZone(zone)),
        SECONDS.format(time.atZone(zone)));
  }

  /** How long it took: {@code 1.2 s}. */
  public static String between(Instant start, Instant end) {
    return Texts.seconds(Math.max(0, Duration.between(start, end).toMillis()) / 1e3);
  }
}
