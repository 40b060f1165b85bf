package io.millrace.testkit.memory;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Java type of each logical type's values: {@link Boolean}, {@link Integer}, {@link Long},
 * {@link Float}, {@link Double}, {@link BigDecimal}, {@link String}, {@link LocalDate}, {@link
 * Instant}, a read-only {@link ByteBuffer}, a {@link List} of the elements for array and struct,
 * and a list of doubles for a vector. All compare by value.
 */
final class Cells {
  private Cells() {}

  /** The value, made safe from changes, if it fits the column. */
  static @Nullable Object check(Column column, @Nullable Object value) {
    if (value == null) {
      if (!column.nullable()) {
        throw new IllegalArgumentException("column '" + column.name() + "' holds null");
      }
      return null;
    }
    Object checked = checked(column.type(), value);
    if (checked == null) {
      throw new IllegalArgumentException(
          "column '%s' is %s and can't hold %s %s"
              .formatted(
                  column.name(), column.type().text(), value.getClass().getSimpleName(), value));
    }
    return checked;
  }

  private static @Nullable Object checked(LogicalType type, Object value) {
    if (type == Simple.BINARY) {
      return value instanceof ByteBuffer bytes ? copy(bytes) : null;
    }
    if (type instanceof Simple simple) {
      return javaType(simple).isInstance(value) ? value : null;
    }
    if (type instanceof DecimalOf decimal) {
      return value instanceof BigDecimal number && number.precision() <= decimal.precision()
          ? number.setScale(decimal.scale())
          : null;
    }
    return value instanceof List<?> list ? elements(type, list) : null;
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  private static @Nullable Object elements(LogicalType type, List<?> values) {
    if (wrongSize(type, values.size())) {
      return null;
    }
    List<@Nullable Object> result = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      Object checked = value == null ? null : checked(elementType(type, i), value);
      if (checked == null && (value != null || type instanceof VectorOf)) {
        return null;
      }
      result.add(checked);
    }
    return Collections.unmodifiableList(result);
  }

  private static boolean wrongSize(LogicalType type, int size) {
    if (type instanceof StructOf struct) {
      return struct.fields().size() != size;
    }
    return type instanceof VectorOf vector
        && vector.size() != VectorOf.UNKNOWN_SIZE
        && vector.size() != size;
  }

  private static LogicalType elementType(LogicalType type, int index) {
    if (type instanceof ArrayOf array) {
      return array.element();
    }
    return type instanceof StructOf struct ? struct.fields().get(index).type() : Simple.DOUBLE;
  }

  private static Class<?> javaType(Simple type) {
    return switch (type) {
      case BOOLEAN -> Boolean.class;
      case INT -> Integer.class;
      case LONG -> Long.class;
      case FLOAT -> Float.class;
      case DOUBLE -> Double.class;
      case STRING -> String.class;
      case DATE -> LocalDate.class;
      case TIMESTAMP -> Instant.class;
      case BINARY -> ByteBuffer.class;
    };
  }

  /** As text, or as a list of such for lists; every value has one text. */
  static @Nullable Object encode(@Nullable Object value) {
    if (value instanceof ByteBuffer bytes) {
      byte[] content = new byte[bytes.remaining()];
      bytes.duplicate().get(content);
      return HexFormat.of().formatHex(content);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> encoded = new ArrayList<>();
      list.forEach(element -> encoded.add(encode(element)));
      return encoded;
    }
    return value instanceof BigDecimal decimal
        ? decimal.toPlainString()
        : value == null ? null : value.toString();
  }

  /** What {@link #encode} was given. */
  static @Nullable Object decode(LogicalType type, @Nullable Object encoded) {
    if (encoded == null) {
      return null;
    }
    if (type instanceof Simple simple) {
      return parse(simple, (String) encoded);
    }
    if (type instanceof DecimalOf) {
      return new BigDecimal((String) encoded);
    }
    List<@Nullable Object> decoded = new ArrayList<>();
    List<?> elements = (List<?>) encoded;
    for (int i = 0; i < elements.size(); i++) {
      decoded.add(decode(elementType(type, i), elements.get(i)));
    }
    return decoded;
  }

  /**
   * Reads a value from its text.
   *
   * @throws RuntimeException if the text is no such value
   */
  static Object parse(Simple type, String text) {
    return switch (type) {
      case BOOLEAN -> Boolean.valueOf(text);
      case INT -> Integer.valueOf(text);
      case LONG -> Long.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case STRING -> text;
      case DATE -> LocalDate.parse(text);
      case TIMESTAMP -> Instant.parse(text);
      case BINARY -> ByteBuffer.wrap(HexFormat.of().parseHex(text)).asReadOnlyBuffer();
    };
  }
}
