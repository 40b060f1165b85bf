package io.millrace.api;

import java.util.List;

/**
 * A table of what an evaluator found, to be read by people and programs.
 *
 * @param name its title, as {@code calibration}; unique within an evaluation
 * @param columns their titles
 * @param rows texts, numbers as {@link Double#toString} has them; each as long as {@code columns}
 */
public record EvaluationTable(String name, List<String> columns, List<List<String>> rows) {
  public EvaluationTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
