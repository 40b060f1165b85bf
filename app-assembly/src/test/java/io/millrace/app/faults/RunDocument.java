package io.millrace.app.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code run --output json} prints. */
final class RunDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunDocument() {}

  /** The document that a call printed. */
  static JsonNode of(CliProcess.Ended ended) throws IOException {
    return JSON.readTree(ended.out());
  }

  /** Metrics of a run's document. */
  static Map<String, Double> metrics(JsonNode run) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    run.get("metrics")
        .fields()
        .forEachRemaining(m -> metrics.put(m.getKey(), m.getValue().doubleValue()));
    return metrics;
  }

  /** What became of the stages of a run's document. */
  static Map<String, String> statuses(JsonNode run) {
    Map<String, String> statuses = new LinkedHashMap<>();
    run.get("stages")
        .forEach(s -> statuses.put(s.get("id").textValue(), s.get("status").textValue()));
    return statuses;
  }
}
