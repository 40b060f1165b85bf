package io.millrace.stages.transform;

import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import java.util.List;
import java.util.Locale;

/** The options of {@code transform/date-parts}. */
public record DatePartsOptions(
    @Help("the columns of dates or timestamps; timestamps are read in the session's time zone")
        @InputColumn
        @NotEmpty
        List<String> columns,
    @Help("the parts; each makes a column named after the column, _ and the part") @NotEmpty
        List<Part> parts) {
  /** A part of a date or time. */
  public enum Part {
    /** The year. */
    YEAR("year(%s)"),
    /** The quarter of the year, from 1. */
    QUARTER("quarter(%s)"),
    /** The month, from 1. */
    MONTH("month(%s)"),
    /** The week of the year as ISO 8601 counts it, from 1. */
    WEEK("weekofyear(%s)"),
    /** The day of the month, from 1. */
    DAY("dayofmonth(%s)"),
    /** The day of the week, from 1 for Monday to 7. */
    DAY_OF_WEEK("weekday(%s) + 1"),
    /** The day of the year, from 1. */
    DAY_OF_YEAR("dayofyear(%s)"),
    /** 1 on Saturdays and Sundays, else 0. */
    WEEKEND("CASE WHEN weekday(%1$s) >= 5 THEN 1 WHEN %1$s IS NOT NULL THEN 0 END"),
    /** The days since 1970-01-01. */
    EPOCH_DAY("unix_date(CAST(%s AS DATE))"),
    /** The hour, from 0; of timestamps only. */
    HOUR("hour(%s)"),
    /** The minute, from 0; of timestamps only. */
    MINUTE("minute(%s)"),
    /** The second, from 0, without its fraction; of timestamps only. */
    SECOND("second(%s)");

    private final String sql;

    Part(String sql) {
      this.sql = sql;
    }

    String of(String column) {
      return sql.formatted(column);
    }

    boolean isOfDay() {
      return compareTo(HOUR) < 0;
    }

    /** As it stands in the names of columns. */
    String suffix() {
      return "_" + name().toLowerCase(Locale.ROOT);
    }
  }
}
