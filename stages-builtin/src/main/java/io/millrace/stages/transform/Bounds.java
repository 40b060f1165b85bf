package io.millrace.stages.transform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * The bounds of the usual values of a column, both of them usual.
 *
 * @param low as Spark SQL writes it in the column's type
 * @param high as Spark SQL writes it in the column's type
 * @param floating whether a value may be no number
 */
record Bounds(String low, String high, boolean floating) {
  /** The nearest values of a type within two numbers. */
  static Bounds of(double low, double high, DataType type) {
    return new Bounds(
        literal(low, RoundingMode.CEILING, type),
        literal(high, RoundingMode.FLOOR, type),
        isFloating(type));
  }

  private static String literal(double bound, RoundingMode inward, DataType type) {
    String text = isFloating(type) ? Double.toString(bound) : exact(bound, inward, type);
    return "CAST('%s' AS %s)".formatted(text, type.sql());
  }

  private static boolean isFloating(DataType type) {
    return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
  }

  private static String exact(double bound, RoundingMode inward, DataType type) {
    BigDecimal most = most(type);
    if (Double.isInfinite(bound)) {
      return (bound < 0 ? most.negate() : most).toPlainString();
    }
    BigDecimal rounded = BigDecimal.valueOf(bound).setScale(most.scale(), inward);
    return rounded.min(most).max(most.negate()).toPlainString();
  }

  /** The greatest value of a type. */
  private static BigDecimal most(DataType type) {
    if (type instanceof DecimalType decimal) {
      return BigDecimal.TEN
          .pow(decimal.precision())
          .subtract(BigDecimal.ONE)
          .movePointLeft(decimal.scale())
          .setScale(decimal.scale());
    }
    if (type.equals(DataTypes.ByteType)) {
      return BigDecimal.valueOf(Byte.MAX_VALUE);
    }
    if (type.equals(DataTypes.ShortType)) {
      return BigDecimal.valueOf(Short.MAX_VALUE);
    }
    return BigDecimal.valueOf(
        type.equals(DataTypes.IntegerType) ? Integer.MAX_VALUE : Long.MAX_VALUE);
  }

  /** Whether a value lies below. */
  String below(String column) {
    return column + " < " + low;
  }

  /** Whether a value lies above. Spark takes what is no number for greater than all others. */
  String above(String column) {
    return column + " > " + high + (floating ? " AND NOT isnan(" + column + ")" : "");
  }
}
