package io.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of columns as JSON that reads back as the same values to the bit. Numbers are numbers, but
 * decimals, and NaN and the infinities, are texts; dates and timestamps are texts of ISO 8601, a
 * binary is Base64; arrays, vectors and structs are lists.
 *
 * <p>In Java, values are those of {@code Engine.head}: a date is a {@code LocalDate}, a timestamp
 * an {@code Instant}, a binary a {@code ByteBuffer}, a vector a list of doubles.
 */
public final class ValueJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ValueJson() {}

  /** A value as JSON. */
  public static JsonNode write(LogicalType type, @Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (type instanceof Simple simple) {
      return simple(simple, value);
    }
    if (type instanceof DecimalOf) {
      return NODES.textNode(((BigDecimal) value).toPlainString());
    }
    ArrayNode list = NODES.arrayNode();
    List<?> elements = (List<?>) value;
    for (int i = 0; i < elements.size(); i++) {
      list.add(write(elementType(type, i), elements.get(i)));
    }
    return list;
  }

  /**
   * A value out of JSON.
   *
   * @throws IllegalArgumentException if it is none of that type
   */
  public static @Nullable Object read(LogicalType type, JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (type instanceof Simple simple) {
      return simple(simple, json);
    }
    if (type instanceof DecimalOf) {
      return new BigDecimal(text(json));
    }
    if (!json.isArray()) {
      throw wrong(type, json);
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      values.add(read(elementType(type, i), json.get(i)));
    }
    return values;
  }

  private static LogicalType elementType(LogicalType type, int index) {
    if (type instanceof ArrayOf array) {
      return array.element();
    }
    if (type instanceof StructOf struct) {
      List<Column> fields = struct.fields();
      if (index >= fields.size()) {
        throw new IllegalArgumentException("more values than " + type.text() + " has");
      }
      return fields.get(index).type();
    }
    if (type instanceof VectorOf) {
      return Simple.DOUBLE;
    }
    throw new IllegalArgumentException(type.text() + " has no elements");
  }

  private static JsonNode simple(Simple type, Object value) {
    return switch (type) {
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
      case INT, LONG -> NODES.numberNode(((Number) value).longValue());
      case FLOAT, DOUBLE -> number(((Number) value).doubleValue());
      case STRING, DATE, TIMESTAMP -> NODES.textNode(value.toString());
      case BINARY -> NODES.textNode(base64((ByteBuffer) value));
    };
  }

  private static JsonNode number(double value) {
    return Double.isFinite(value)
        ? NODES.numberNode(value)
        : NODES.textNode(Double.toString(value));
  }

  private static String base64(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Object simple(Simple type, JsonNode json) {
    return switch (type) {
      case BOOLEAN -> {
        if (!json.isBoolean()) {
          throw wrong(type, json);
        }
        yield json.booleanValue();
      }
      case INT -> {
        if (!json.canConvertToInt()) {
          throw wrong(type, json);
        }
        yield (int) whole(type, json);
      }
      case LONG -> whole(type, json);
      case FLOAT -> (float) real(type, json);
      case DOUBLE -> real(type, json);
      case STRING -> text(json);
      case DATE -> LocalDate.parse(text(json));
      case TIMESTAMP -> Instant.parse(text(json));
      case BINARY -> ByteBuffer.wrap(Base64.getDecoder().decode(text(json))).asReadOnlyBuffer();
    };
  }

  private static long whole(LogicalType type, JsonNode json) {
    if (!json.isIntegralNumber() || !json.canConvertToLong()) {
      throw wrong(type, json);
    }
    return json.longValue();
  }

  private static double real(LogicalType type, JsonNode json) {
    if (json.isTextual()) {
      return Double.parseDouble(json.textValue());
    }
    if (!json.isNumber()) {
      throw wrong(type, json);
    }
    return json.doubleValue();
  }

  private static String text(JsonNode json) {
    if (!json.isTextual()) {
      throw new IllegalArgumentException(json + " is no text");
    }
    return json.textValue();
  }

  private static IllegalArgumentException wrong(LogicalType type, JsonNode json) {
    return new IllegalArgumentException(json + " is no " + type.text());
  }
}
