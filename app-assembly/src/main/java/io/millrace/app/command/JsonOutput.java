package io.millrace.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes result documents: maps, lists, text, numbers, booleans and nulls as indented JSON. */
public final class JsonOutput {
  private JsonOutput() {}

  /** Writes the one document of a command. Numbers that JSON lacks (NaN, infinity) become null. */
  public static void print(Console console, Map<String, ?> document) {
    try {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      console.print(mapper.writeValueAsString(finite(document)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object finite(@Nullable Object value) {
    if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
      return null;
    }
    if (value instanceof Map<?, ?> map) {
      var result = new LinkedHashMap<Object, Object>();
      map.forEach((key, element) -> result.put(key, finite(element)));
      return result;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(JsonOutput::finite).collect(Collectors.toList());
    }
    return value;
  }
}
