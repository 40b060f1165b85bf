package io.millrace.storage.delta;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which type holds every value of two others, without loss. */
final class TypeWidening {
  private static final List<DataType> WHOLE =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  private TypeWidening() {}

  /** Whether both hold the same values; whether values may be missing does not count. */
  static boolean same(DataType one, DataType other) {
    if (one instanceof StructType a && other instanceof StructType b) {
      return sameFields(a, b);
    }
    if (one instanceof ArrayType a && other instanceof ArrayType b) {
      return same(a.elementType(), b.elementType());
    }
    return one.equals(other);
  }

  private static boolean sameFields(StructType one, StructType other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      StructField a = one.apply(i);
      StructField b = other.apply(i);
      if (!a.name().equals(b.name()) || !same(a.dataType(), b.dataType())) {
        return false;
      }
    }
    return true;
  }

  /** The type that holds both; empty if neither whole numbers nor fractions nor decimals agree. */
  static Optional<DataType> wider(DataType one, DataType other) {
    if (same(one, other)) {
      return Optional.of(one);
    }
    if (WHOLE.contains(one) && WHOLE.contains(other)) {
      return Optional.of(WHOLE.get(Math.max(WHOLE.indexOf(one), WHOLE.indexOf(other))));
    }
    if (fitsDouble(one) && fitsDouble(other)) {
      return Optional.of(DataTypes.DoubleType);
    }
    if (one instanceof DecimalType a && other instanceof DecimalType b) {
      return wider(a, b);
    }
    return Optional.empty();
  }

  /** Every int is a double, not every long. */
  private static boolean fitsDouble(DataType type) {
    return type.equals(DataTypes.FloatType)
        || type.equals(DataTypes.DoubleType)
        || (WHOLE.contains(type) && !type.equals(DataTypes.LongType));
  }

  private static Optional<DataType> wider(DecimalType one, DecimalType other) {
    int scale = Math.max(one.scale(), other.scale());
    int whole = Math.max(one.precision() - one.scale(), other.precision() - other.scale());
    return whole + scale > DecimalType.MAX_PRECISION()
        ? Optional.empty()
        : Optional.of(DataTypes.createDecimalType(whole + scale, scale));
  }
}
