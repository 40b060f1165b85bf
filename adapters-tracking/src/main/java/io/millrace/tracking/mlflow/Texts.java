package io.millrace.tracking.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.tracking.mlflow.client.MlflowError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Values as JSON, in tags and artifacts. */
final class Texts {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Texts() {}

  static String ofStage(StageRecord stage) {
    StageFigures figures = stage.figures();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("position", stage.position())
        .put("stage", stage.stage())
        .put("use", stage.use())
        .put("status", stage.status().text())
        .put("fingerprint", stage.fingerprint())
        .put("dataVersion", stage.dataVersion())
        .put("seconds", stage.seconds())
        .put("rows", figures.rows())
        .put("bytesRead", figures.bytesRead())
        .put("bytesWritten", figures.bytesWritten())
        .put("shuffleBytes", figures.shuffleBytes())
        .put("spilledBytes", figures.spilledBytes())
        .put("peakMemoryBytes", figures.peakMemoryBytes())
        .put("jobs", figures.jobs())
        .put("tasks", figures.tasks())
        .put("message", stage.message());
    stage.facts().forEach(node.putObject("facts")::put);
    return node.toPrettyString();
  }

  static StageRecord stage(String json) {
    JsonNode node = tree(json);
    StageFigures figures =
        new StageFigures(
            node.path("rows").asLong(),
            node.path("bytesRead").asLong(),
            node.path("bytesWritten").asLong(),
            node.path("shuffleBytes").asLong(),
            node.path("spilledBytes").asLong(),
            node.path("peakMemoryBytes").asLong(),
            node.path("jobs").asInt(),
            node.path("tasks").asInt());
    return new StageRecord(
        node.path("position").asInt(),
        node.path("stage").asText(),
        node.path("use").asText(),
        StageRecord.Status.valueOf(node.path("status").asText().toUpperCase(Locale.ROOT)),
        node.path("fingerprint").asText(),
        node.path("dataVersion").asText(),
        node.path("seconds").asDouble(),
        figures,
        texts(node.path("facts")),
        node.path("message").asText());
  }

  static String ofTrial(TrialRecord trial) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("search", trial.search()).put("number", trial.number());
    trial.options().forEach(node.putObject("options")::put);
    node.put("rows", trial.rows());
    node.set("metrics", numbers(trial.metrics()));
    return node.toString();
  }

  static TrialRecord trial(String json) {
    JsonNode node = tree(json);
    return new TrialRecord(
        node.path("search").asText(),
        node.path("number").asInt(),
        texts(node.path("options")),
        node.path("rows").asDouble(),
        numbers(node.path("metrics")));
  }

  static String ofNumbers(Map<String, Double> numbers) {
    return numbers(numbers).toString();
  }

  static Map<String, Double> numbers(String json) {
    return numbers(tree(json));
  }

  /** What is no finite number is a text, as JSON has no other way. */
  private static ObjectNode numbers(Map<String, Double> numbers) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    numbers.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            node.put(name, value);
          } else {
            node.put(name, String.valueOf(value));
          }
        });
    return node;
  }

  private static Map<String, Double> numbers(JsonNode node) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry ->
                numbers.put(
                    entry.getKey(),
                    entry.getValue().isTextual()
                        ? Double.parseDouble(entry.getValue().textValue())
                        : entry.getValue().asDouble()));
    return numbers;
  }

  static String ofTexts(Map<String, String> texts) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    texts.forEach(node::put);
    return node.toString();
  }

  static Map<String, String> texts(String json) {
    return texts(tree(json));
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  static String ofList(Collection<String> list) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    list.forEach(node::add);
    return node.toString();
  }

  static List<String> list(String json) {
    List<String> list = new ArrayList<>();
    tree(json.isEmpty() ? "[]" : json).forEach(item -> list.add(item.asText()));
    return list;
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MillraceException(
          MlflowError.MLFLOW_UNFIT,
          "What Millrace wrote to the MLflow server was changed there: a tag or an artifact whose name starts with millrace is no JSON any more.",
          e);
    }
  }
}
