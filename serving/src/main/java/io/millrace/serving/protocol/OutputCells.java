package io.millrace.serving.protocol;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.serving.model.ScoredRows;
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
  public static void write(JsonBytes json, ScoredRows rows, int row, int index) {
    LogicalType type = rows.columns().get(index).type();
    if (rows.isNull(row, index)) {
      json.add("null");
    } else if (type == Simple.DOUBLE) {
      json.number(rows.number(row, index));
    } else if (type == Simple.FLOAT) {
      json.number((float) rows.number(row, index));
    } else if (type instanceof Simple simple && rows.object(row, index) == null) {
      whole(json, simple, rows.whole(row, index));
    } else {
      object(json, type, rows.object(row, index));
    }
  }

  private static void whole(JsonBytes json, Simple type, long value) {
    switch (type) {
      case BOOLEAN -> json.add(value != 0 ? "true" : "false");
      case DATE -> json.text(LocalDate.ofEpochDay(value).toString());
      case TIMESTAMP -> json.text(timestamp(value));
      default -> json.number(value);
    }
  }

  private static String timestamp(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  /** Writes an object, or a boxed value within an array or a struct. */
  private static void object(JsonBytes json, LogicalType type, @Nullable Object value) {
    if (value == null) {
      json.add("null");
    } else if (value instanceof double[] places) {
      vector(json, places);
    } else if (value instanceof String text) {
      json.text(text);
    } else if (value instanceof BigDecimal decimal) {
      json.add(decimal.toString());
    } else if (value instanceof byte[] bytes) {
      json.add('"').add(Base64.getEncoder().encode(bytes)).add('"');
    } else if (value instanceof List<?> values && type instanceof StructOf struct) {
      record(json, struct.fields(), values);
    } else if (value instanceof List<?> values) {
      list(json, type instanceof ArrayOf array ? array.element() : type, values);
    } else {
      scalar(json, type, value);
    }
  }

  private static void vector(JsonBytes json, double[] places) {
    json.add('[');
    for (int i = 0; i < places.length; i++) {
      separate(json, i);
      json.number(places[i]);
    }
    json.add(']');
  }

  private static void record(JsonBytes json, List<Column> fields, List<?> values) {
    json.add('{');
    for (int i = 0; i < values.size(); i++) {
      separate(json, i);
      json.text(fields.get(i).name()).add(':');
      object(json, fields.get(i).type(), values.get(i));
    }
    json.add('}');
  }

  private static void list(JsonBytes json, LogicalType element, List<?> values) {
    json.add('[');
    for (int i = 0; i < values.size(); i++) {
      separate(json, i);
      object(json, element, values.get(i));
    }
    json.add(']');
  }

  private static void separate(JsonBytes json, int index) {
    if (index > 0) {
      json.add(',');
    }
  }

  private static void scalar(JsonBytes json, LogicalType type, Object value) {
    if (value instanceof Double number) {
      json.number(number.doubleValue());
    } else if (value instanceof Float number) {
      json.number(number.floatValue());
    } else if (value instanceof Boolean truth) {
      json.add(truth.toString());
    } else if (type instanceof Simple simple) {
      whole(json, simple, ((Number) value).longValue());
    } else {
      throw new IllegalStateException("a " + value.getClass() + " where " + type.text() + " was");
    }
  }
}
