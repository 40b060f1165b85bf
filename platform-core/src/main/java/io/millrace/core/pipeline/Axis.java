package io.millrace.core.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One option that a search varies.
 *
 * @param option the option
 * @param domain what it may be
 * @param when the values that options before it in the space must have for this one to be varied;
 *     else it stays as the file has it
 */
public record Axis(Tuning.Option option, Domain domain, Map<Tuning.Option, List<Object>> when) {
  public Axis {
    when = Collections.unmodifiableMap(new LinkedHashMap<>(when));
  }

  /** An option that is always varied over some values. */
  public static Axis of(Tuning.Option option, List<Object> values) {
    return new Axis(option, new Domain.Choices(values), Map.of());
  }

  /** Whether it is varied beside values that were chosen before. */
  public boolean isActive(Map<Tuning.Option, Object> chosen) {
    return when.entrySet().stream()
        .allMatch(
            condition ->
                chosen.containsKey(condition.getKey())
                    && condition.getValue().contains(chosen.get(condition.getKey())));
  }

  /** What it says, as JSON has it. */
  public List<Object> json() {
    Map<String, Object> conditions = new LinkedHashMap<>();
    when.forEach((other, values) -> conditions.put(other.text(), values));
    return List.of(option.text(), domain.json(), conditions);
  }
}
