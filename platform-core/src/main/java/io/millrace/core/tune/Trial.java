package io.millrace.core.tune;

import io.millrace.core.pipeline.Tuning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One combination of values to be tried.
 *
 * @param values a value for each option that is varied
 * @param rows the share of the training rows to learn from
 * @param rung how far a halving search had come; figures of different rungs don't compare
 */
public record Trial(Map<Tuning.Option, Object> values, double rows, int rung) {
  public Trial {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** One that learns from all rows. */
  static Trial of(Map<Tuning.Option, Object> values) {
    return new Trial(values, 1, 0);
  }

  /** The values of one stage's options. */
  public Map<String, Object> options(String stage) {
    Map<String, Object> own = new LinkedHashMap<>();
    values.forEach(
        (option, value) -> {
          if (option.stage().equals(stage)) {
            own.put(option.name(), value);
          }
        });
    return own;
  }

  /** Trials that agree in the options of a stage, in order. */
  public static Map<Map<String, Object>, List<Trial>> byOptions(String stage, List<Trial> trials) {
    Map<Map<String, Object>, List<Trial>> groups = new LinkedHashMap<>();
    for (Trial trial : trials) {
      groups.computeIfAbsent(trial.options(stage), options -> new ArrayList<>()).add(trial);
    }
    return groups;
  }
}
