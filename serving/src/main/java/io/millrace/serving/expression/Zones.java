package io.millrace.serving.expression;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time zones by the ids that Spark SQL takes. */
final class Zones {
  private static final Pattern ONE_DIGIT_HOUR = Pattern.compile("(\\+|\\-)(\\d):");
  private static final Pattern ONE_DIGIT_MINUTE = Pattern.compile("(\\+|\\-)(\\d\\d):(\\d)$");

  private Zones() {}

  /**
   * The zone of an id; one digit may stand for two.
   *
   * @throws java.time.DateTimeException if there is none
   */
  static ZoneId of(String id) {
    Matcher hour = ONE_DIGIT_HOUR.matcher(id);
    Matcher minute = ONE_DIGIT_MINUTE.matcher(hour.replaceFirst("$10$2:"));
    return ZoneId.of(minute.replaceFirst("$1$2:0$3"), ZoneId.SHORT_IDS).normalized()
            instanceof ZoneOffset offset
        ? offset
        : ZoneId.of(minute.replaceFirst("$1$2:0$3"), ZoneId.SHORT_IDS);
  }
}
