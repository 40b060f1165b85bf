package io.millrace.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.StageKind;
import io.millrace.api.schema.Column;
import io.millrace.model.json.JsonTrees;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of {@code model.json}, which {@link PackageJson} writes. What a newer writer adds
 * without raising the format version is passed over.
 */
final class DescriptionReader {
  private DescriptionReader() {}

  static ObjectNode parse(String text) throws IOException {
    JsonNode root = JsonTrees.read(text);
    if (root instanceof ObjectNode object && object.path("formatVersion").isInt()) {
      return object;
    }
    throw new UnreadableJson("there is no 'formatVersion'");
  }

  static PackageDescription description(ObjectNode root) throws JsonProcessingException {
    try {
      return new PackageDescription(
          text(root, "name"),
          text(root, "pipeline"),
          text(root, "run"),
          Instant.parse(text(root, "created")),
          signature(required(root, "signature")),
          list(required(root, "classes"), JsonNode::asText),
          textOrNull(root, "label"),
          textOrNull(root, "weight"),
          map(required(root, "metrics"), DescriptionReader::number),
          new Lineage(
              map(required(required(root, "lineage"), "dataVersions"), JsonNode::asText),
              map(required(required(root, "lineage"), "featureTables"), JsonNode::asLong)),
          list(required(root, "steps"), DescriptionReader::step));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnreadableJson(String.valueOf(e.getMessage()));
    }
  }

  static SortedMap<String, String> files(ObjectNode root) throws JsonProcessingException {
    if (!root.path("files").isObject()) {
      throw new UnreadableJson("there is no 'files'");
    }
    return new TreeMap<>(map(root.path("files"), JsonNode::asText));
  }

  private static Signature signature(JsonNode node) {
    return new Signature(
        list(required(node, "inputs"), DescriptionReader::column),
        list(required(node, "outputs"), DescriptionReader::column),
        list(required(node, "unlabelled"), DescriptionReader::column));
  }

  private static Column column(JsonNode node) {
    return new Column(
        text(node, "name"),
        TypeJson.type(required(node, "type")),
        required(node, "nullable").asBoolean());
  }

  private static PackageStep step(JsonNode node) {
    return new PackageStep(
        text(node, "stage"),
        text(node, "use"),
        StageKind.valueOf(text(node, "kind").toUpperCase(Locale.ROOT)),
        map(required(node, "options"), JsonTrees::value),
        text(node, "codeHash"),
        node.path("afterSplit").asBoolean(),
        textOrNull(node, "plugin"));
  }

  /** NaN and the infinities are texts, since JSON has no numbers for them. */
  private static Double number(JsonNode node) {
    return node.isNumber() ? (Double) node.doubleValue() : Double.valueOf(node.asText());
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    List<T> list = new ArrayList<>();
    array.forEach(node -> list.add(element.apply(node)));
    return list;
  }

  private static <T extends @Nullable Object> Map<String, T> map(
      JsonNode object, Function<JsonNode, T> value) {
    Map<String, T> map = new LinkedHashMap<>();
    object.properties().forEach(entry -> map.put(entry.getKey(), value.apply(entry.getValue())));
    return map;
  }

  private static String text(JsonNode node, String field) {
    return required(node, field).asText();
  }

  private static @Nullable String textOrNull(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.path(field).asText() : null;
  }

  private static JsonNode required(JsonNode node, String field) {
    if (!node.hasNonNull(field)) {
      throw new IllegalArgumentException("there is no '" + field + "'");
    }
    return node.path(field);
  }

  /** The file is JSON, but not ours. */
  private static final class UnreadableJson extends JsonProcessingException {
    UnreadableJson(String message) {
      super(message);
    }
  }
}
