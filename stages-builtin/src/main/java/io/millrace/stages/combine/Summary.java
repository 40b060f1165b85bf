package io.millrace.stages.combine;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.spark.api.Columns;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What several values are summed up to. Missing values, and what is no number, are left out. */
enum Summary {
  COUNT,
  DISTINCT,
  SUM,
  MEAN,
  SD,
  MEDIAN,
  MIN,
  MAX,
  FIRST,
  LAST;

  /** As options and names of columns have it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is of numbers only. */
  boolean isOfNumbers() {
    return this == SUM || this == MEAN || this == SD || this == MEDIAN;
  }

  /** Whether an order of rows decides. */
  boolean isOrdered() {
    return this == FIRST || this == LAST;
  }

  /** Whether there is a value even where there are no values. */
  boolean isNeverMissing() {
    return this == COUNT || this == DISTINCT;
  }

  boolean accepts(LogicalType type) {
    return isOfNumbers() ? type.isNumeric() : type instanceof Simple || type instanceof DecimalOf;
  }

  /** What it takes, for messages. */
  String taken() {
    return isOfNumbers() ? "numbers" : "simple values";
  }

  /** The type of what comes out. */
  LogicalType type(LogicalType input) {
    return switch (this) {
      case COUNT, DISTINCT -> Simple.LONG;
      case MEAN, SD, MEDIAN -> Simple.DOUBLE;
      case SUM -> sumType(input);
      case MIN, MAX, FIRST, LAST -> input;
    };
  }

  /** As Spark's sum has it: wide enough for many values. */
  private static LogicalType sumType(LogicalType input) {
    if (input instanceof DecimalOf decimal) {
      return new DecimalOf(Math.min(38, decimal.precision() + 10), decimal.scale());
    }
    return input == Simple.INT || input == Simple.LONG ? Simple.LONG : Simple.DOUBLE;
  }

  /** The values of a column that are there. */
  static Column present(Dataset<Row> frame, String name) {
    Column value = Columns.col(name);
    DataType type = frame.schema().apply(name).dataType();
    boolean floating = type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
    return floating ? when(not(isnan(value)), value) : value;
  }

  /**
   * The aggregate.
   *
   * @param present see {@link #present}
   * @param order what rows are ordered by, for those that an order decides; of equal ones the value
   *     does
   */
  Column of(Column present, Column order) {
    return switch (this) {
      case COUNT -> count(present);
      case DISTINCT -> count_distinct(present);
      case SUM -> functions.sum(present);
      case MEAN -> avg(present.cast("double"));
      case SD -> stddev_samp(present.cast("double"));
      case MEDIAN -> percentile(present.cast("double"), lit(0.5));
      case MIN -> functions.min(present);
      case MAX -> functions.max(present);
      case FIRST -> min_by(present, known(present, order));
      case LAST -> max_by(present, known(present, order));
    };
  }

  /** A missing order is passed over. */
  private static Column known(Column present, Column order) {
    return when(present.isNotNull().and(order.isNotNull()), struct(order, present));
  }
}
