package io.millrace.stages.split;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.Schemas;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * A column that orders rows by time: dates, timestamps, or whole numbers as years or epochs.
 *
 * @param name the column
 */
record TimeColumn(String name) {
  private static final long MICROS = 1_000_000;

  /** Reports another type. */
  void check(Schema input, Problems problems) {
    input
        .column(name)
        .filter(column -> !isTime(column.type()))
        .ifPresent(
            column ->
                problems.report(
                    "column", StandardError.COLUMN_TYPE, refusal(column.type().text())));
  }

  private String refusal(String type) {
    return ("column '%s' has the type %s, and time is a date, a timestamp, an int or a long; cast"
            + " it before")
        .formatted(name, type);
  }

  private static boolean isTime(LogicalType type) {
    return type == Simple.DATE
        || type == Simple.TIMESTAMP
        || type == Simple.INT
        || type == Simple.LONG;
  }

  /** Reports a text that is no time of the column's type. */
  void checkText(Schema input, String option, String text, Problems problems) {
    input
        .column(name)
        .filter(column -> isTime(column.type()) && !reads(text, column.type()))
        .ifPresent(
            column ->
                problems.report(
                    option,
                    StandardError.WRONG_TYPE,
                    "'%s' is no %s, which column '%s' holds"
                        .formatted(text, column.type().text(), name)));
  }

  private static boolean reads(String text, LogicalType type) {
    try {
      if (type == Simple.DATE) {
        LocalDate.parse(text);
      } else if (type != Simple.TIMESTAMP) {
        Long.parseLong(text);
      } else if (text.endsWith("Z")) {
        Instant.parse(text.replace(' ', 'T'));
      } else if (text.length() > 10) {
        LocalDateTime.parse(text.replace(' ', 'T'));
      } else {
        LocalDate.parse(text);
      }
      return true;
    } catch (DateTimeParseException | NumberFormatException e) {
      return false;
    }
  }

  /** What a day, a second or one is among positions, as the column is of dates, times, numbers. */
  long unit(Dataset<Row> frame) {
    return type(frame) == Simple.TIMESTAMP ? MICROS : 1;
  }

  private LogicalType type(Dataset<Row> frame) {
    DataType type = frame.schema().fields()[frame.schema().fieldIndex(name)].dataType();
    return Schemas.logicalType(type)
        .filter(TimeColumn::isTime)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.COLUMN_TYPE, "The " + refusal(type.simpleString()) + "."));
  }

  /** The column as days, microseconds, or what it is; the job fails where it is missing. */
  Column position(Dataset<Row> frame) {
    Column missing =
        RowFailures.raise(
            StandardError.UNUSABLE_COLUMN, "", functions.lit(missing("rows without a time")));
    return functions.coalesce(number(frame, Columns.col(name)), missing.cast("long"));
  }

  private Column number(Dataset<Row> frame, Column column) {
    LogicalType type = type(frame);
    if (type == Simple.DATE) {
      return functions.unix_date(column.cast("date")).cast("long");
    }
    return type == Simple.TIMESTAMP
        ? functions.unix_micros(column.cast("timestamp"))
        : column.cast("long");
  }

  private String missing(String count) {
    return "Column '%s' has %s: filter them out before.".formatted(name, count);
  }

  /**
   * Where the text stands among the positions; times without a zone are in the session's.
   *
   * @throws MillraceException WRONG_TYPE, if it is no such time
   */
  Column position(Dataset<Row> frame, String text) {
    if (!reads(text, type(frame))) {
      throw new MillraceException(
          StandardError.WRONG_TYPE,
          "'%s' is no %s, which column '%s' holds.".formatted(text, type(frame).text(), name));
    }
    return number(frame, functions.lit(text));
  }

  /**
   * The positions at which stretches of the rows in their order of time begin, so that each holds
   * the share asked for but for rows of the same time, which stay together.
   *
   * @param ends where stretches end, as shares of all rows; without the last one
   * @throws MillraceException if a stretch would be empty, or a row has no time
   */
  List<Long> cuts(Dataset<Row> frame, List<Double> ends) {
    Column number = number(frame, Columns.col(name));
    Row span =
        frame
            .agg(
                functions.min(number),
                functions.max(number),
                functions.count(functions.lit(1)),
                functions.count(number))
            .head();
    long rows = span.getLong(2);
    refuseUnordered(rows, span.getLong(3));
    long min = span.getLong(0);
    long[] found =
        ExactRanks.find(
                frame,
                functions.lit(""),
                number.minus(min),
                Math.subtractExact(span.getLong(1), min),
                size -> ends.stream().mapToLong(end -> rank(end, size)).toArray())
            .getOrDefault("", new long[0]);
    long previous = 0;
    for (long cut : found) {
      if (cut <= previous) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            ("Column '%s' has the same time in so many of its %d rows that a part would be empty:"
                    + " rows of one time stay together.")
                .formatted(name, rows));
      }
      previous = cut;
    }
    return Arrays.stream(found).mapToObj(cut -> cut + min).toList();
  }

  private static long rank(double end, long size) {
    return Math.min(Math.round(size * end), size - 1);
  }

  private void refuseUnordered(long rows, long withTime) {
    if (rows == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no rows to split by '%s'.".formatted(name));
    }
    if (withTime < rows) {
      long missing = rows - withTime;
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          missing(missing == 1 ? "1 row without a time" : missing + " rows without a time"));
    }
  }
}
