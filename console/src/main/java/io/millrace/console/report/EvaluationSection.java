package io.millrace.console.report;

import io.millrace.api.EvaluationTable;
import io.millrace.api.MetricName;
import io.millrace.api.MetricName.Bound;
import io.millrace.api.tracking.StageRecord;
import io.millrace.console.chart.Chart;
import io.millrace.console.chart.Texts;
import io.millrace.core.run.ChampionTable;
import io.millrace.core.run.TableFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an evaluator found.
 *
 * @param stage the evaluator's id
 * @param use the factory's name
 * @param metrics of all rows, with their intervals where there are any
 * @param against the metrics beside those of registered versions on the same rows
 * @param parts the metrics of slices and classes; no row if there are none
 * @param charts what is drawn
 * @param tables what is not
 */
public record EvaluationSection(
    String stage,
    String use,
    TableView metrics,
    List<TableView> against,
    TableView parts,
    List<Chart> charts,
    List<TableView> tables) {
  public EvaluationSection {
    against = List.copyOf(against);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
  }

  /** The section of an evaluator. */
  static EvaluationSection of(StageRecord stage, Map<String, Double> runMetrics) {
    Map<MetricName, Double> metrics = named(stage.stage(), runMetrics);
    List<Chart> charts = new ArrayList<>();
    List<TableView> tables = new ArrayList<>();
    List<TableView> against = new ArrayList<>();
    Set<String> drawn = new HashSet<>();
    for (EvaluationTable curve : TableFacts.readCurves(stage.facts())) {
      EvaluationCharts.of(curve)
          .ifPresent(
              chart -> {
                charts.add(chart);
                drawn.add(curve.name());
              });
    }
    for (EvaluationTable table : TableFacts.read(stage.facts())) {
      if (table.name().startsWith(ChampionTable.NAME)) {
        against.add(AgainstTable.of(table));
      } else if (!drawn.contains(table.name())) {
        Optional<Chart> chart = EvaluationCharts.of(table);
        chart.ifPresentOrElse(charts::add, () -> tables.add(TableView.of(table)));
      }
    }
    EvaluationCharts.slices(metrics).forEach(charts::add);
    return new EvaluationSection(
        stage.stage(), stage.use(), whole(metrics), against, parts(metrics), charts, tables);
  }

  private static Map<MetricName, Double> named(String stage, Map<String, Double> runMetrics) {
    Map<MetricName, Double> metrics = new LinkedHashMap<>();
    runMetrics.forEach(
        (name, value) -> {
          if (name.startsWith(stage + ".")) {
            MetricName.parse(name.substring(stage.length() + 1))
                .ifPresent(metric -> metrics.put(metric, value));
          }
        });
    return metrics;
  }

  private static TableView whole(Map<MetricName, Double> metrics) {
    List<List<String>> rows = new ArrayList<>();
    metrics.forEach(
        (name, value) -> {
          if (name.scopeOrNull() == null && name.boundOrNull() == null) {
            rows.add(List.of(name.metric(), Texts.number(value), interval(metrics, name)));
          }
        });
    boolean intervals = rows.stream().anyMatch(row -> !row.get(2).isEmpty());
    return intervals
        ? new TableView("Metrics", List.of("metric", "value", "interval"), rows)
        : new TableView(
            "Metrics",
            List.of("metric", "value"),
            rows.stream().map(row -> row.subList(0, 2)).toList());
  }

  static String interval(Map<MetricName, Double> metrics, MetricName name) {
    Double lower = metrics.get(name.bound(Bound.LOWER));
    Double upper = metrics.get(name.bound(Bound.UPPER));
    return lower == null || upper == null ? "" : Texts.number(lower) + " to " + Texts.number(upper);
  }

  private static TableView parts(Map<MetricName, Double> metrics) {
    Map<MetricName.Scope, Map<String, Double>> byScope = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    metrics.forEach(
        (name, value) -> {
          MetricName.Scope scope = name.scopeOrNull();
          if (name.boundOrNull() == null
              && scope != null
              && !(scope instanceof MetricName.Importance)) {
            byScope.computeIfAbsent(scope, s -> new LinkedHashMap<>()).put(name.metric(), value);
            names.add(name.metric());
          }
        });
    List<String> columns = new ArrayList<>(List.of("rows with"));
    columns.addAll(names);
    List<List<String>> rows = new ArrayList<>();
    byScope.forEach(
        (scope, figures) -> {
          List<String> row = new ArrayList<>(List.of(told(scope)));
          names.forEach(
              name -> row.add(figures.containsKey(name) ? Texts.number(figures.get(name)) : "–"));
          rows.add(row);
        });
    return new TableView("Slices and classes", columns, rows);
  }

  static String told(MetricName.Scope scope) {
    if (scope instanceof MetricName.Slice slice) {
      return slice.column() + " = " + slice.value();
    }
    return scope instanceof MetricName.OfClass of ? "class " + of.name() : scope.text();
  }
}
