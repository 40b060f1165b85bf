package io.millrace.app.view;

import io.millrace.api.EvaluationTable;
import io.millrace.api.MetricName;
import io.millrace.api.MetricName.Bound;
import io.millrace.api.MetricName.Importance;
import io.millrace.api.MetricName.Slice;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import io.millrace.core.run.TableFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Metrics as a person reads them: a figure with its interval in one line, and for each column that
 * slices are by a table with a column for each of its values.
 */
final class MetricsView {
  /** More stand in the JSON only. */
  private static final int MOST_VALUES = 8;

  /** More rows than that stand in the JSON only. */
  private static final int MOST_ROWS = 30;

  private final Map<String, Map<MetricName, Double>> byStage = new LinkedHashMap<>();
  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private MetricsView(Map<String, Double> metrics, Style style) {
    this.style = style;
    metrics.forEach(
        (name, value) -> {
          // A stage's id holds no dot.
          String metric = name.substring(name.indexOf('.') + 1);
          byStage
              .computeIfAbsent(stage(name), id -> new LinkedHashMap<>())
              .put(MetricName.parse(metric).orElse(MetricName.of(metric)), value);
        });
  }

  /** The metrics of a run, by {@code STAGE.METRIC}. */
  static List<String> lines(Map<String, Double> metrics, Style style) {
    return new MetricsView(metrics, style).build();
  }

  private static String stage(String name) {
    return name.substring(0, name.indexOf('.') + 1);
  }

  private List<String> build() {
    TextTable plain = TextTable.of("", "", ">", "");
    byStage.forEach(
        (stage, figures) ->
            figures.forEach(
                (name, value) -> {
                  // Slices have tables of their own, and the evaluator has one of importance.
                  if (name.boundOrNull() == null
                      && !(name.scopeOrNull() instanceof Slice)
                      && !(name.scopeOrNull() instanceof Importance)) {
                    plain.row(
                        "", stage + name.text(), Quantities.metric(value), interval(name, figures));
                  }
                }));
    lines.addAll(plain.lines(style));
    byStage.forEach(this::slices);
    return lines;
  }

  private static String interval(MetricName name, Map<MetricName, Double> figures) {
    Double lower = figures.get(name.bound(Bound.LOWER));
    Double upper = figures.get(name.bound(Bound.UPPER));
    return lower == null || upper == null
        ? ""
        : Quantities.metric(lower) + " to " + Quantities.metric(upper);
  }

  private void slices(String stage, Map<MetricName, Double> figures) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    figures
        .keySet()
        .forEach(
            name -> {
              if (name.scopeOrNull() instanceof Slice slice) {
                values
                    .computeIfAbsent(slice.column(), column -> new LinkedHashSet<>())
                    .add(slice.value());
              }
            });
    values.forEach((column, all) -> slice(stage, column, List.copyOf(all), figures));
  }

  private void slice(
      String stage, String column, List<String> all, Map<MetricName, Double> figures) {
    List<String> shown = all.subList(0, Math.min(MOST_VALUES, all.size()));
    List<String> titles =
        new ArrayList<>(List.of("  " + stage.substring(0, stage.length() - 1) + " by " + column));
    titles.addAll(shown);
    TextTable table = TextTable.ofNames(titles);
    Set<String> metrics = new LinkedHashSet<>();
    figures.keySet().forEach(name -> metrics.add(name.metric()));
    for (String metric : metrics) {
      List<String> cells = new ArrayList<>(List.of("  " + metric));
      shown.forEach(value -> cells.add(cell(metric, new Slice(column, value), figures)));
      if (cells.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
        table.row(cells);
      }
    }
    lines.add("");
    lines.addAll(table.lines(style));
    more(all.size() - shown.size(), "values");
  }

  private static String cell(String metric, Slice slice, Map<MetricName, Double> figures) {
    MetricName name = MetricName.of(metric).in(slice);
    Double value = figures.get(name);
    if (value == null) {
      return "";
    }
    String interval = interval(name, figures);
    return Quantities.metric(value) + (interval.isEmpty() ? "" : " (" + interval + ")");
  }

  private void more(int count, String what) {
    if (count > 0) {
      lines.add("  … and " + count + " more " + what + ", all with --output json");
    }
  }

  /** The tables that a stage noted. */
  static List<String> tables(StageRecord stage, Style style) {
    List<String> lines = new ArrayList<>();
    for (EvaluationTable table : TableFacts.read(stage.facts())) {
      List<String> titles = new ArrayList<>(table.columns());
      titles.set(0, "  " + titles.get(0));
      TextTable text = TextTable.ofNames(titles);
      table.rows().stream().limit(MOST_ROWS).forEach(row -> text.row(cells(row)));
      lines.add("");
      lines.add(style.bold(stage.stage() + ": " + table.name()));
      lines.addAll(text.lines(style));
      if (table.rows().size() > MOST_ROWS) {
        lines.add("  … and " + (table.rows().size() - MOST_ROWS) + " more rows");
      }
    }
    return lines;
  }

  private static List<String> cells(List<String> row) {
    List<String> cells = new ArrayList<>();
    for (String cell : row) {
      cells.add(cells.isEmpty() ? "  " + cell : rounded(cell));
    }
    return cells;
  }

  /** Numbers with a point are figures; others are counts, or names. */
  private static String rounded(String cell) {
    if (!cell.matches("-?\\d+\\.\\d+(E-?\\d+)?|NaN")) {
      return cell;
    }
    double value = Double.parseDouble(cell);
    return value == Math.rint(value) && Math.abs(value) < 1e9 && Math.abs(value) > 1
        ? Long.toString((long) value)
        : Quantities.metric(value);
  }
}
