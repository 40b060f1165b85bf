package io.millrace.core.tune;

import io.millrace.api.MetricSpec;
import io.millrace.core.pipeline.Tuning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All combinations of the values of a space, in the order of the file: the last option fastest. */
public final class TrialGrid {
  private final List<Trial> trials;

  private TrialGrid(List<Trial> trials) {
    this.trials = List.copyOf(trials);
  }

  /**
   * One combination of values.
   *
   * @param index its place in the grid, from 0
   * @param values a value for each option of the space
   */
  public record Trial(int index, Map<Tuning.Option, Object> values) {
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
  }

  /** The grid of a space. */
  public static TrialGrid of(Map<Tuning.Option, List<Object>> space) {
    List<Map<Tuning.Option, Object>> combinations = List.of(Map.of());
    for (Map.Entry<Tuning.Option, List<Object>> axis : space.entrySet()) {
      List<Map<Tuning.Option, Object>> longer = new ArrayList<>();
      for (Map<Tuning.Option, Object> combination : combinations) {
        for (Object value : axis.getValue()) {
          Map<Tuning.Option, Object> extended = new LinkedHashMap<>(combination);
          extended.put(axis.getKey(), value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    List<Trial> trials = new ArrayList<>();
    combinations.forEach(values -> trials.add(new Trial(trials.size(), values)));
    return new TrialGrid(trials);
  }

  /** The trials in order. */
  public List<Trial> trials() {
    return trials;
  }

  /**
   * The best trial: of equals, the first.
   *
   * @param means the mean metric of each trial, by its index
   */
  public Trial best(List<Double> means, MetricSpec metric) {
    int best = 0;
    for (int i = 1; i < trials.size(); i++) {
      if (metric.isBetter(means.get(i), means.get(best))) {
        best = i;
      }
    }
    return trials.get(best);
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
