package io.millrace.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a model on one part.
 *
 * @param metrics by {@link MetricName#text}, in the order to be shown; without those that have no
 *     value on the rows of a slice
 * @param tables what is told in tables, as a confusion of classes
 */
public record Evaluation(Map<String, Double> metrics, List<EvaluationTable> tables) {
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    tables = List.copyOf(tables);
  }

  /** Without tables. */
  public Evaluation(Map<String, Double> metrics) {
    this(metrics, List.of());
  }
}
