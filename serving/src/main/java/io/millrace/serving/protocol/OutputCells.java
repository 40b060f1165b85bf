package io.millrace.serving.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.serving.model.ScoredRows;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes cells as JSON. Doubles and floats read back to the same bits; NaN and the infinities, for
 * which JSON has no numbers, are the texts "NaN", "Infinity" and "-Infinity"; null is no value.
 */
public final class OutputCells {
  private OutputCells() {}

  /** Writes one cell. */
  public static void write(JsonGenerator json, ScoredRows rows, int row, int index)
      throws IOException {
    LogicalType type = rows.columns().get(index).type();
    if (rows.isNull(row, index)) {
      json.writeNull();
    } else if (type == Simple.DOUBLE) {
      number(json, rows.number(row, index));
    } else if (type == Simple.FLOAT) {
      narrow(json, (float) rows.number(row, index));
    } else if (type instanceof Simple simple && rows.object(row, index) == null) {
      whole(json, simple, rows.whole(row, index));
    } else {
      object(json, type, rows.object(row, index));
    }
  }

  /** Writes a double. */
  public static void number(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Double.toString(value));
    }
  }

  private static void narrow(JsonGenerator json, float value) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Float.toString(value));
    }
  }

  private static void whole(JsonGenerator json, Simple type, long value) throws IOException {
    switch (type) {
      case BOOLEAN -> json.writeBoolean(value != 0);
      case DATE -> json.writeString(LocalDate.ofEpochDay(value).toString());
      case TIMESTAMP -> json.writeString(timestamp(value));
      default -> json.writeNumber(value);
    }
  }

  private static String timestamp(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  /** Writes an object, or a boxed value within an array or a struct. */
  private static void object(JsonGenerator json, LogicalType type, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof double[] places) {
      json.writeStartArray(places, places.length);
      for (double place : places) {
        number(json, place);
      }
      json.writeEndArray();
    } else if (value instanceof String text) {
      json.writeString(Json.wellFormed(text));
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof byte[] bytes) {
      json.writeString(Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof List<?> values) {
      list(json, type, values);
    } else {
      scalar(json, type, value);
    }
  }

  private static void list(JsonGenerator json, LogicalType type, List<?> values)
      throws IOException {
    if (type instanceof StructOf struct) {
      json.writeStartObject();
      for (int i = 0; i < values.size(); i++) {
        Column field = struct.fields().get(i);
        json.writeFieldName(Json.wellFormed(field.name()));
        object(json, field.type(), values.get(i));
      }
      json.writeEndObject();
      return;
    }
    LogicalType element = type instanceof ArrayOf array ? array.element() : type;
    json.writeStartArray(values, values.size());
    for (Object value : values) {
      object(json, element, value);
    }
    json.writeEndArray();
  }

  private static void scalar(JsonGenerator json, LogicalType type, Object value)
      throws IOException {
    if (value instanceof Double number) {
      number(json, number);
    } else if (value instanceof Float number) {
      narrow(json, number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (type instanceof Simple simple) {
      whole(json, simple, ((Number) value).longValue());
    } else {
      throw new IllegalStateException("a " + value.getClass() + " where " + type.text() + " was");
    }
  }
}
