package io.millrace.tracking.mlflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The shapes that requests and answers share. */
final class Trees {
  static final String API = "/api/2.0/mlflow/";

  private Trees() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A part of an address, escaped; a slash too. */
  static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** Texts by key, as {@code [{"key": …, "value": …}]}. */
  static ArrayNode pairs(Map<String, String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach((key, value) -> array.add(Batch.text(key, value)));
    return array;
  }

  static Map<String, String> texts(JsonNode pairs) {
    Map<String, String> texts = new LinkedHashMap<>();
    pairs.forEach(pair -> texts.put(pair.path("key").asText(), pair.path("value").asText()));
    return texts;
  }

  static <T> List<T> list(JsonNode array, Function<JsonNode, T> item) {
    List<T> list = new ArrayList<>();
    array.forEach(node -> list.add(item.apply(node)));
    return list;
  }

  static RunInfo run(JsonNode run) {
    JsonNode info = run.path("info");
    JsonNode data = run.path("data");
    return new RunInfo(
        info.path("run_id").asText(),
        info.path("experiment_id").asText(),
        info.path("status").asText(),
        info.path("start_time").asLong(),
        info.path("artifact_uri").asText(),
        list(data.path("metrics"), Trees::metric),
        texts(data.path("params")),
        texts(data.path("tags")),
        list(run.path("inputs").path("dataset_inputs"), Trees::dataset));
  }

  /** Numbers may come as text: protobuf writes long and special ones so. */
  static Metric metric(JsonNode metric) {
    JsonNode value = metric.path("value");
    return new Metric(
        metric.path("key").asText(),
        value.isTextual() ? Double.parseDouble(value.textValue()) : value.asDouble(),
        metric.path("timestamp").asLong(),
        metric.path("step").asLong());
  }

  private static Dataset dataset(JsonNode input) {
    JsonNode dataset = input.path("dataset");
    return new Dataset(
        dataset.path("name").asText(),
        dataset.path("digest").asText(),
        dataset.path("source_type").asText(),
        dataset.path("source").asText(),
        texts(input.path("tags")).getOrDefault("mlflow.data.context", ""));
  }
}
