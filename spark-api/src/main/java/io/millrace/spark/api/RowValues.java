package io.millrace.spark.api;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Values of rows in plain Java, free of Spark's and Scala's classes: dates are {@code LocalDate},
 * timestamps {@code Instant}, binaries {@code ByteBuffer}, arrays and structs {@code List}, vectors
 * {@code List<Double>}; other values are what Spark's {@code Row} holds. Missing values are null.
 */
public final class RowValues {
  private RowValues() {}

  /** The values of a row, in the order of columns. */
  public static List<@Nullable Object> plain(Row row) {
    List<@Nullable Object> values = new ArrayList<>(row.length());
    for (int i = 0; i < row.length(); i++) {
      values.add(plainValue(row.get(i)));
    }
    return Collections.unmodifiableList(values);
  }

  private static @Nullable Object plainValue(@Nullable Object value) {
    if (value instanceof Row row) {
      return plain(row);
    }
    if (value instanceof Vector vector) {
      List<Double> slots = new ArrayList<>(vector.size());
      for (double slot : vector.toArray()) {
        slots.add(slot);
      }
      return Collections.unmodifiableList(slots);
    }
    if (value instanceof scala.collection.Seq<?> sequence) {
      List<@Nullable Object> elements = new ArrayList<>(sequence.length());
      for (int i = 0; i < sequence.length(); i++) {
        elements.add(plainValue(sequence.apply(i)));
      }
      return Collections.unmodifiableList(elements);
    }
    return plainScalar(value);
  }

  private static @Nullable Object plainScalar(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
    if (value instanceof java.sql.Timestamp timestamp) {
      return timestamp.toInstant();
    }
    return value instanceof java.sql.Date date ? date.toLocalDate() : value;
  }

  /**
   * A row of plain values, as Spark takes them for a known schema.
   *
   * @throws IllegalArgumentException if there are more or fewer values than columns
   */
  public static Row row(Schema schema, List<? extends @Nullable Object> values) {
    return row(schema.columns(), values);
  }

  private static Row row(List<Column> columns, List<? extends @Nullable Object> values) {
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException(
          values.size() + " values for " + columns.size() + " columns: " + values);
    }
    @Nullable Object[] converted = new @Nullable Object[values.size()];
    for (int i = 0; i < converted.length; i++) {
      converted[i] = sparkValue(columns.get(i).type(), values.get(i));
    }
    return RowFactory.create(converted);
  }

  private static @Nullable Object sparkValue(LogicalType type, @Nullable Object value) {
    if (type instanceof VectorOf && value instanceof List<?> slots) {
      return Vectors.dense(slots.stream().mapToDouble(s -> ((Number) s).doubleValue()).toArray());
    }
    if (type instanceof VectorOf && value instanceof double[] slots) {
      return Vectors.dense(slots);
    }
    if (type instanceof StructOf struct && value instanceof List<?> fields) {
      return row(struct.fields(), fields);
    }
    if (type instanceof ArrayOf array && value instanceof List<?> elements) {
      @Nullable Object[] converted = new @Nullable Object[elements.size()];
      for (int i = 0; i < converted.length; i++) {
        converted[i] = sparkValue(array.element(), elements.get(i));
      }
      return converted;
    }
    return value instanceof ByteBuffer buffer ? bytes(buffer) : value;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
