package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What both programs print of their metrics: the part of {@code run --output json} about them. */
final class MetricsDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STAGE = "quality.";

  private MetricsDocument() {}

  static void print(Map<String, Double> metrics, PrintStream out) throws IOException {
    Map<String, Double> named = new LinkedHashMap<>();
    metrics.forEach((name, value) -> named.put(STAGE + name, value));
    out.println(JSON.writeValueAsString(Map.of("metrics", named)));
  }

  /** The metrics in a program's output. */
  static Map<String, Double> read(Path output) throws IOException {
    Map<String, Double> metrics = new LinkedHashMap<>();
    JsonNode named = JSON.readTree(output.toFile()).path("metrics");
    named
        .properties()
        .forEach(e -> metrics.put(e.getKey().replace(STAGE, ""), e.getValue().asDouble()));
    return metrics;
  }
}
