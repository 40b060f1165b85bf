package io.millrace.console.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a gate was judged.
 *
 * @param gate as the file has it
 * @param held whether the model may go on
 */
public record GateLine(String evaluator, String model, String gate, boolean held, String reason) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those of a run's document {@code gates}; none if there is none. */
  static List<GateLine> of(Map<String, String> documents) {
    List<GateLine> lines = new ArrayList<>();
    try {
      for (JsonNode gate : JSON.readTree(documents.getOrDefault("gates", "[]"))) {
        lines.add(
            new GateLine(
                gate.path("evaluator").asText(),
                gate.path("trainer").asText(),
                gate.path("gate").asText(),
                gate.path("held").asBoolean(),
                gate.path("reason").asText()));
      }
    } catch (JsonProcessingException e) {
      return List.of();
    }
    return lines;
  }
}
