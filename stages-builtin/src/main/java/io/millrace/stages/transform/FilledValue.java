package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nanvl;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.StockSql;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** What stands where a value was missing: a text, read in the type of the column. */
final class FilledValue {
  private FilledValue() {}

  /** Whether the text is a value of that type. */
  static boolean fits(String text, LogicalType type) {
    try {
      if (type == Simple.INT) {
        Integer.parseInt(text);
      } else if (type == Simple.LONG) {
        Long.parseLong(text);
      } else if (type == Simple.DOUBLE || type == Simple.FLOAT) {
        return Double.isFinite(new BigDecimal(text).doubleValue());
      } else if (type instanceof DecimalOf decimal) {
        return fits(new BigDecimal(text), decimal);
      } else if (type == Simple.BOOLEAN) {
        return text.equals("true") || text.equals("false");
      } else if (type == Simple.DATE) {
        LocalDate.parse(text);
      }
      return true;
    } catch (NumberFormatException | DateTimeParseException e) {
      return false;
    }
  }

  private static boolean fits(BigDecimal number, DecimalOf type) {
    BigDecimal plain = number.stripTrailingZeros();
    return plain.scale() <= type.scale()
        && plain.precision() - plain.scale() <= type.precision() - type.scale();
  }

  /** The column's value; null where it is missing. */
  static Column presentOrNull(Dataset<Row> frame, String name) {
    Column column = Columns.col(name);
    DataType type = type(frame, name);
    return isFloating(type) ? nanvl(column, lit(null).cast(type)) : column;
  }

  /** The column's value; the filled one where it is missing. */
  static Column filled(Dataset<Row> frame, String name, String text) {
    Column column = Columns.col(name);
    DataType type = type(frame, name);
    Column value = literal(text, type);
    return isFloating(type) ? coalesce(nanvl(column, value), value) : coalesce(column, value);
  }

  /** Whether the column's value is missing. */
  static Column isMissing(Dataset<Row> frame, String name) {
    Column column = Columns.col(name);
    return isFloating(type(frame, name)) ? column.isNull().or(isnan(column)) : column.isNull();
  }

  /** The same as {@link #filled}, in SQL. */
  static String filledSql(String name, DataType type, String text) {
    String column = Columns.quote(name);
    String value = literalSql(value(text, type), type);
    return isFloating(type)
        ? "coalesce(nanvl(%1$s, %2$s), %2$s)".formatted(column, value)
        : "coalesce(%s, %s)".formatted(column, value);
  }

  /** The same as {@link #isMissing}, in SQL. */
  static String isMissingSql(String name, DataType type) {
    String column = Columns.quote(name);
    return isFloating(type) ? "%1$s IS NULL OR isnan(%1$s)".formatted(column) : column + " IS NULL";
  }

  /** The same as {@link #isMissing}, in SQL that is written without knowing the column's type. */
  static String isMissingSql(String name) {
    return "(%1$s IS NULL OR typeof(%1$s) IN ('double', 'float') AND CAST(%1$s AS STRING) = 'NaN')"
        .formatted(Columns.quote(name));
  }

  /** A literal of just that type, so that Spark knows that it is not null. */
  private static Column literal(String text, DataType type) {
    Column literal = lit(value(text, type));
    boolean typed = type instanceof DecimalType || isSmall(type);
    return typed ? literal.cast(type) : literal;
  }

  private static String literalSql(Object value, DataType type) {
    String text = value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    return type.equals(DataTypes.StringType)
        ? StockSql.literal(text)
        : "CAST('%s' AS %s)".formatted(text, type.sql());
  }

  private static Object value(String text, DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return text;
    }
    if (type.equals(DataTypes.BooleanType)) {
      return Boolean.parseBoolean(text);
    }
    return type.equals(DataTypes.DateType)
        ? LocalDate.parse(text)
        : number(new BigDecimal(text), type);
  }

  private static Object number(BigDecimal number, DataType type) {
    if (type.equals(DataTypes.DoubleType)) {
      return number.doubleValue();
    }
    if (type.equals(DataTypes.FloatType)) {
      return (float) number.doubleValue();
    }
    if (type instanceof DecimalType decimal) {
      return number.setScale(decimal.scale(), RoundingMode.HALF_UP);
    }
    if (type.equals(DataTypes.LongType)) {
      return number.longValue();
    }
    return number.intValue();
  }

  private static boolean isSmall(DataType type) {
    return type.equals(DataTypes.ByteType) || type.equals(DataTypes.ShortType);
  }

  private static boolean isFloating(DataType type) {
    return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
  }

  static DataType type(Dataset<Row> frame, String name) {
    return frame.schema().fields()[frame.schema().fieldIndex(name)].dataType();
  }
}
