package io.millrace.stages.combine;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What tells the order of rows: a kind of time, as a whole number of its smallest steps. */
enum AsOfTime {
  /** In microseconds. */
  TIMESTAMP,
  /** In days. */
  DATE,
  /** In steps of one. */
  NUMBER;

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");
  private static final long MICROS_PER_SECOND = 1_000_000L;

  /** The kind of time that values of a type are; empty if they are none. */
  static Optional<AsOfTime> of(LogicalType type) {
    if (type == Simple.TIMESTAMP) {
      return Optional.of(TIMESTAMP);
    }
    if (type == Simple.DATE) {
      return Optional.of(DATE);
    }
    return type == Simple.INT || type == Simple.LONG ? Optional.of(NUMBER) : Optional.empty();
  }

  /** The kind of time that a column of a frame holds. */
  static AsOfTime of(DataType type) {
    if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType)) {
      return TIMESTAMP;
    }
    return type.equals(DataTypes.DateType) ? DATE : NUMBER;
  }

  /** A column of that kind as a long. */
  Column steps(Column time) {
    return switch (this) {
      case TIMESTAMP -> functions.unix_micros(time.cast("timestamp"));
      case DATE -> functions.unix_date(time).cast("long");
      case NUMBER -> time.cast("long");
    };
  }

  /** A span of time in steps; empty if the text is none of this kind. */
  Optional<Long> span(String text) {
    if (this == NUMBER) {
      return WHOLE.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || this == DATE && !matcher.group(2).equals("d")) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(this == DATE ? count : count * micros(matcher.group(2)));
  }

  /** Whether a text is a span of time of some kind. */
  static boolean isSpan(String text) {
    return Arrays.stream(values()).anyMatch(kind -> kind.span(text).isPresent());
  }

  /** How a span of this kind is written. */
  String spans() {
    return switch (this) {
      case TIMESTAMP -> "a time as 500ms, 30s, 10m, 2h or 7d";
      case DATE -> "days as 7d";
      case NUMBER -> "a whole number as 100";
    };
  }

  private static long micros(String unit) {
    return switch (unit) {
      case "ms" -> MICROS_PER_SECOND / 1000;
      case "s" -> MICROS_PER_SECOND;
      case "m" -> 60 * MICROS_PER_SECOND;
      case "h" -> 3600 * MICROS_PER_SECOND;
      default -> 86_400 * MICROS_PER_SECOND;
    };
  }
}
