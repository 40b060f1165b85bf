package io.millrace.spark.scoring;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.EulerNumber;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Pi;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Values that are the same for all rows. */
final class Constants {
  private static final Set<Class<?>> VALUES =
      Set.of(Literal.class, Pi.class, EulerNumber.class, CreateArray.class);

  private Constants() {}

  /**
   * The value of an expression that reads no column. Empty if it does, or if the value can only be
   * told while a query runs, or can't be told at all: it then fails for the rows that ask for it.
   */
  static Optional<Literal> fold(Expression expression) {
    if (!expression.foldable()
        || !expression.deterministic()
        || expression.dataType() instanceof NullType
        || !isTimeless(expression)) {
      return Optional.empty();
    }
    try {
      Object value = expression.eval(InternalRow.empty());
      return Optional.of(new Literal(value, expression.dataType()));
    } catch (Exception e) { // Scala throws checked exceptions without declaring them.
      return Optional.empty();
    }
  }

  /** Spark takes the clock and the user for constants too, which they are within one query. */
  private static boolean isTimeless(Expression expression) {
    boolean known =
        VALUES.contains(expression.getClass())
            || expression instanceof RuntimeReplaceable
            || CatalystRules.of(expression.getClass()) != null;
    return known
        && CollectionConverters.asJava(expression.children()).stream()
            .allMatch(Constants::isTimeless);
  }

  /** A value as trees write it. */
  static @Nullable Object json(@Nullable Object value, DataType type) {
    if (value == null || value instanceof Boolean || value instanceof Long) {
      return value;
    }
    if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
      return ((Number) value).intValue();
    }
    if (value instanceof Decimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Float || value instanceof Double || value instanceof UTF8String) {
      return value.toString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof ArrayData array && type instanceof ArrayType arrayType) {
      List<@Nullable Object> elements = new ArrayList<>();
      DataType element = arrayType.elementType();
      for (int i = 0; i < array.numElements(); i++) {
        elements.add(array.isNullAt(i) ? null : json(array.get(i, element), element));
      }
      return elements;
    }
    throw Refusals.of("constants of the type %s have no portable form".formatted(type.sql()));
  }
}
