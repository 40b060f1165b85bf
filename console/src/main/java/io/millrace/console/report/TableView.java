package io.millrace.console.report;

import io.millrace.api.EvaluationTable;
import io.millrace.console.chart.Texts;
import java.util.List;

/**
 * A table of a page.
 *
 * @param title above it
 * @param columns their titles
 * @param rows texts, each as long as {@code columns}
 */
public record TableView(String title, List<String> columns, List<List<String>> rows) {
  public TableView {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** With numbers as people read them. */
  static TableView of(EvaluationTable table) {
    return new TableView(
        table.name(),
        table.columns(),
        table.rows().stream().map(row -> row.stream().map(Texts::cell).toList()).toList());
  }
}
