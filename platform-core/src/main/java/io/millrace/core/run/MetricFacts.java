package io.millrace.core.run;

import io.millrace.api.Evaluation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metrics as texts that give back the same double, to the bit; tables and curves beside them. */
final class MetricFacts {
  private MetricFacts() {}

  static Map<String, String> write(Map<String, Double> metrics) {
    Map<String, String> facts = new LinkedHashMap<>();
    metrics.forEach((name, value) -> facts.put(name, Double.toString(value)));
    return facts;
  }

  /** The metrics among facts. */
  static Map<String, Double> read(Map<String, String> facts) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    facts.forEach(
        (name, text) -> {
          if (!TableFacts.isTable(name)) {
            metrics.put(name, Double.parseDouble(text));
          }
        });
    return metrics;
  }

  /** All of an evaluation. */
  static Map<String, String> write(Evaluation evaluation) {
    Map<String, String> facts = write(evaluation.metrics());
    facts.putAll(TableFacts.write(evaluation.tables()));
    facts.putAll(TableFacts.writeCurves(evaluation.curves()));
    return facts;
  }

  static Evaluation readEvaluation(Map<String, String> facts) {
    return new Evaluation(read(facts), TableFacts.read(facts), TableFacts.readCurves(facts), null);
  }

  /** Names with something before each of them. */
  static <V> Map<String, V> prefixed(String prefix, Map<String, V> values) {
    Map<String, V> prefixed = new LinkedHashMap<>();
    values.forEach((name, value) -> prefixed.put(prefix + name, value));
    return prefixed;
  }

  /** The values whose names start with the prefix, without it. */
  static <V> Map<String, V> under(String prefix, Map<String, V> values) {
    Map<String, V> found = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }
}
