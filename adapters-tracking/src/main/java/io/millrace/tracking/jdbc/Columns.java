package io.millrace.tracking.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** How values that SQL has no type for stand in columns. */
final class Columns {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Columns() {}

  /** Nanoseconds since 1970; exact from the year 1678 to 2261. */
  static long nanos(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
  }

  /** What {@link #nanos} was given. */
  static Instant time(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  /** A JSON object of texts or numbers, in order. */
  static String json(Map<String, ?> values) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, ?> entry : values.entrySet()) {
        json.writeFieldName(entry.getKey());
        if (entry.getValue() instanceof Double number) {
          json.writeNumber(number);
        } else {
          json.writeString(entry.getValue().toString());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The texts of a JSON object, in order. */
  static Map<String, String> texts(String json) {
    return values(json, Function.identity());
  }

  /** The numbers of a JSON object, in order; those that JSON has no number for stand as texts. */
  static Map<String, Double> numbers(String json) {
    return values(json, Double::valueOf);
  }

  private static <T> Map<String, T> values(String text, Function<String, T> value) {
    Map<String, T> values = new LinkedHashMap<>();
    try (JsonParser json = Json.FACTORY.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        values.put(name, value.apply(json.getText()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }

  /** Loaded when first needed: opening the database needs no JSON. */
  private static final class Json {
    static final JsonFactory FACTORY = new JsonFactory();
  }
}
