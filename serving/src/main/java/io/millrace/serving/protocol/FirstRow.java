package io.millrace.serving.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.serving.model.CallRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks up a value of a request's first row before a model, and so a signature, is chosen. Whatever
 * can't be read gives null here; the model's own reading says what is wrong with it.
 */
public final class FirstRow {
  private static final JsonMapper JSON = JsonMapper.builder(Json.FACTORY).build();

  private FirstRow() {}

  /** The value of a column in the first row of a body of any protocol, as text; null if none. */
  public static @Nullable String field(byte[] body, @Nullable String contentType, String column) {
    try {
      if (contentType != null && contentType.startsWith("text/csv")) {
        return ofCsv(new String(body, StandardCharsets.UTF_8), column);
      }
      JsonNode value = value(JSON.readTree(body), column);
      return value != null && value.isValueNode() && !value.isNull() ? value.asText() : null;
    } catch (IOException | CallRefused e) {
      return null;
    }
  }

  private static @Nullable JsonNode value(JsonNode root, String column) {
    JsonNode split = root.path("dataframe_split");
    if (split.isObject()) {
      for (int i = 0; i < split.path("columns").size(); i++) {
        if (split.path("columns").path(i).asText().equals(column)) {
          return split.path("data").path(0).path(i);
        }
      }
      return null;
    }
    for (String form : List.of("dataframe_records", "instances", "inputs")) {
      JsonNode first = root.path(form).path(0);
      if (first.has(column)) {
        return first.get(column);
      }
    }
    JsonNode inputs = root.path("inputs");
    if (inputs.isObject()) {
      return firstOf(inputs.path(column));
    }
    for (JsonNode tensor : inputs) {
      if (tensor.path("name").asText().equals(column)) {
        return firstOf(tensor.path("data"));
      }
    }
    return null;
  }

  private static JsonNode firstOf(JsonNode node) {
    JsonNode first = node;
    while (first.isArray()) {
      first = first.path(0);
    }
    return first;
  }

  private static @Nullable String ofCsv(String text, String column) {
    CsvLines lines = new CsvLines(text);
    List<@Nullable String> header = lines.next();
    List<@Nullable String> first = lines.next();
    int index = header == null ? -1 : header.indexOf(column);
    return index < 0 || first == null || index >= first.size() ? null : first.get(index);
  }
}
