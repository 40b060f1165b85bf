package io.millrace.spark.profile;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;

/**
 * Values of at most eight bytes as longs that stand in the same order. Zeros are one value,
 * whatever their sign.
 */
enum FixedWidth {
  BOOLEAN,
  BYTE,
  SHORT,
  /** Dates too. */
  INT,
  /** Times too. */
  LONG,
  FLOAT,
  DOUBLE,
  /** Of at most 18 digits. */
  DECIMAL;

  /** Whether values of a type have at most eight bytes. */
  static boolean holds(DataType type) {
    return !(type instanceof StringType)
        && !(type instanceof DecimalType decimal
            && decimal.precision() > Decimal.MAX_LONG_DIGITS());
  }

  static FixedWidth of(DataType type) {
    if (type instanceof BooleanType) {
      return BOOLEAN;
    } else if (type instanceof ByteType) {
      return BYTE;
    } else if (type instanceof ShortType) {
      return SHORT;
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return INT;
    } else if (type instanceof FloatType) {
      return FLOAT;
    } else if (type instanceof DoubleType) {
      return DOUBLE;
    }
    return type instanceof DecimalType ? DECIMAL : LONG;
  }

  /** Whether the value is there: not null, and a number where numbers stand. */
  boolean isPresent(InternalRow row, int place) {
    if (row.isNullAt(place)) {
      return false;
    }
    return switch (this) {
      case FLOAT -> !Float.isNaN(row.getFloat(place));
      case DOUBLE -> !Double.isNaN(row.getDouble(place));
      default -> true;
    };
  }

  long code(InternalRow row, int place, DataType type) {
    return switch (this) {
      case BOOLEAN -> row.getBoolean(place) ? 1 : 0;
      case BYTE -> row.getByte(place);
      case SHORT -> row.getShort(place);
      case INT -> row.getInt(place);
      case LONG -> row.getLong(place);
      case FLOAT -> ordered(row.getFloat(place));
      case DOUBLE -> ordered(row.getDouble(place));
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        yield row.getDecimal(place, decimal.precision(), decimal.scale()).toUnscaledLong();
      }
    };
  }

  /** Bits of negative numbers ascend as the numbers descend: all but their sign are turned. */
  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static double number(long code) {
    return Double.longBitsToDouble(code ^ ((code >> 63) & Long.MAX_VALUE));
  }

  /** The value as Spark keeps it. */
  Object value(long code, DataType type) {
    return switch (this) {
      case BOOLEAN -> code == 1;
      case BYTE -> (byte) code;
      case SHORT -> (short) code;
      case INT -> (int) code;
      case LONG -> code;
      case FLOAT -> (float) number(code);
      case DOUBLE -> number(code);
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        yield Decimal.createUnsafe(code, decimal.precision(), decimal.scale());
      }
    };
  }

  /** The number that a code stands for, in units of the last digit if it is a decimal. */
  double asDouble(long code) {
    return this == FLOAT || this == DOUBLE ? number(code) : code;
  }
}
