package io.millrace.console.chart;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/**
 * A chart, and its figures as a table for those who can't see it.
 *
 * @param title what it shows
 * @param note one sentence on how to read it; may be empty
 * @param option ECharts' own JSON, <a href="https://echarts.apache.org/en/option.html">its
 *     reference</a>
 * @param height in pixels
 * @param columns titles of the table
 * @param rows texts, each as long as {@code columns}
 */
public record Chart(
    String title,
    String note,
    Map<String, Object> option,
    int height,
    List<String> columns,
    List<List<String>> rows) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Chart {
    requireNonNull(title, "title is null");
    requireNonNull(note, "note is null");
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** The same under another title. */
  public Chart titled(String other) {
    return new Chart(other, note, option, height, columns, rows);
  }

  /** The same with a sentence on how to read it. */
  public Chart noted(String sentence) {
    return new Chart(title, sentence, option, height, columns, rows);
  }

  /** The option for a script element: nothing in it can end that element. */
  public String json() {
    try {
      return JSON.writeValueAsString(option)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
