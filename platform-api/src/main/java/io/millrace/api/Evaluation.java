package io.millrace.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of a model on one part.
 *
 * @param metrics by {@link MetricSpec#name}, in the order to be shown
 */
public record Evaluation(Map<String, Double> metrics) {
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
