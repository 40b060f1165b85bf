package io.millrace.core.promote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.gate.GateParser;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.problem.Position;
import io.millrace.core.promote.GateOutcome.Difference;
import io.millrace.core.promote.GateOutcome.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run's gates were judged, as the JSON that is kept with the run. */
public final class GateDocument {
  /** The name of the document. */
  public static final String NAME = "gates";

  private static final ObjectMapper JSON = new ObjectMapper();

  private GateDocument() {}

  /** The text that {@link #read} reads. */
  public static String write(List<GateOutcome> outcomes) {
    try {
      return JSON.writeValueAsString(outcomes.stream().map(GateDocument::json).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + outcomes, e);
    }
  }

  /** An outcome as JSON values; a figure that is missing or no number is null. */
  public static Map<String, @Nullable Object> json(GateOutcome outcome) {
    Gate gate = outcome.gate();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("stage", outcome.evaluator());
    json.put("model", outcome.trainer());
    json.put("gate", gate.text());
    json.put("held", outcome.held());
    json.put("metric", gate.metric());
    json.put("value", number(outcome.value()));
    json.put("bound", outcome.boundOrNull() == null ? null : number(outcome.boundOrNull()));
    json.put("alias", gate.aliasOrNull());
    json.put("version", outcome.reference().map(Reference::version).orElse(null));
    json.put("versionValue", outcome.reference().map(of -> number(of.value())).orElse(null));
    json.put(
        "versionMayHaveLearnt", outcome.reference().map(Reference::mayHaveLearnt).orElse(null));
    json.put("difference", outcome.difference().map(GateDocument::json).orElse(null));
    json.put("reason", outcome.reason());
    json.put("file", gate.position().source());
    json.put("line", place(gate.position().line()));
    json.put("column", place(gate.position().column()));
    return json;
  }

  /** A pipeline from Java has no lines. */
  private static @Nullable Integer place(int number) {
    return number == 0 ? null : number;
  }

  private static Map<String, @Nullable Object> json(Difference difference) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("value", number(difference.value()));
    json.put("lower", number(difference.lower()));
    json.put("upper", number(difference.upper()));
    json.put("level", difference.level());
    json.put("resamples", difference.resamples());
    return json;
  }

  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** The outcomes; what was written by no Millrace that this one understands is left out. */
  public static List<GateOutcome> read(String document) {
    List<GateOutcome> outcomes = new ArrayList<>();
    try {
      JSON.readTree(document).forEach(node -> outcome(node).ifPresent(outcomes::add));
    } catch (JsonProcessingException e) {
      return List.of();
    }
    return outcomes;
  }

  private static Optional<GateOutcome> outcome(JsonNode node) {
    Position at =
        new Position(
            node.path("file").asText(), node.path("line").asInt(), node.path("column").asInt());
    return GateParser.parse(node.path("gate").asText(), at).map(gate -> outcome(gate, node));
  }

  private static GateOutcome outcome(Gate gate, JsonNode node) {
    return new GateOutcome(
        node.path("stage").asText(),
        node.path("model").asText(),
        gate,
        number(node.path("value")),
        node.path("version").isNumber()
            ? new Reference(
                node.path("version").asInt(),
                number(node.path("versionValue")),
                node.path("versionMayHaveLearnt").asBoolean())
            : null,
        node.path("bound").isNumber() ? node.path("bound").asDouble() : null,
        node.path("difference").isObject() ? difference(node.path("difference")) : null,
        node.path("held").asBoolean(),
        node.path("reason").asText());
  }

  private static Difference difference(JsonNode node) {
    return new Difference(
        number(node.path("value")),
        number(node.path("lower")),
        number(node.path("upper")),
        node.path("level").asDouble(),
        node.path("resamples").asInt());
  }

  private static double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }
}
