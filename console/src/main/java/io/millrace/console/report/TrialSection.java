package io.millrace.console.report;

import io.millrace.api.tracking.TrialRecord;
import io.millrace.console.chart.Chart;
import io.millrace.console.chart.Charts;
import io.millrace.console.chart.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The trials of one search.
 *
 * @param search the trainer whose options were searched
 * @param chart a line for each trial across its options and the metric; empty if fewer than two
 *     trials have figures
 * @param table all trials
 */
public record TrialSection(String search, Optional<Chart> chart, TableView table) {
  /** A section for each search, in their order. */
  public static List<TrialSection> of(List<TrialRecord> trials) {
    Map<String, List<TrialRecord>> bySearch = new LinkedHashMap<>();
    trials.forEach(t -> bySearch.computeIfAbsent(t.search(), s -> new ArrayList<>()).add(t));
    List<TrialSection> sections = new ArrayList<>();
    bySearch.forEach((search, of) -> sections.add(section(search, of)));
    return sections;
  }

  private static TrialSection section(String search, List<TrialRecord> trials) {
    Set<String> options = new LinkedHashSet<>();
    Set<String> metrics = new LinkedHashSet<>();
    trials.forEach(
        trial -> {
          options.addAll(trial.options().keySet());
          metrics.addAll(trial.metrics().keySet());
        });
    List<String> columns = new ArrayList<>(options);
    columns.addAll(metrics);
    List<List<String>> rows = new ArrayList<>();
    for (TrialRecord trial : trials) {
      List<String> row = new ArrayList<>();
      options.forEach(option -> row.add(trial.options().getOrDefault(option, "–")));
      metrics.forEach(m -> row.add(trial.metrics().getOrDefault(m, Double.NaN).toString()));
      rows.add(row);
    }
    return new TrialSection(search, chart(columns, rows, options.size()), table(columns, rows));
  }

  /** Across the options and the first metric, which most people chose by. */
  private static Optional<Chart> chart(List<String> columns, List<List<String>> rows, int options) {
    if (columns.size() == options) {
      return Optional.empty();
    }
    List<List<String>> drawn =
        rows.stream()
            .filter(row -> Texts.isNumber(row.get(options)))
            .map(row -> List.copyOf(row.subList(0, options + 1)))
            .toList();
    return drawn.size() < 2
        ? Optional.empty()
        : Optional.of(
            Charts.parallel("Trials", columns.subList(0, options + 1), drawn, columns.get(options))
                .noted("Each line is a trial; its colour tells " + columns.get(options) + "."));
  }

  private static TableView table(List<String> columns, List<List<String>> rows) {
    List<String> titles = new ArrayList<>(List.of("trial"));
    titles.addAll(columns);
    List<List<String>> numbered = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(numbered.size() + 1)));
      row.forEach(cell -> cells.add(Texts.cell(cell)));
      numbered.add(cells);
    }
    return new TableView("All trials", titles, numbered);
  }
}
