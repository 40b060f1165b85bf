package io.millrace.app.view;

import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs side by side. */
public final class RunComparison {
  private RunComparison() {}

  /** As text: what differs of params, data and stages, and all metrics. */
  public static List<String> text(List<RunRecord> runs, Style style) {
    TextTable table = TextTable.ofNames(titles(runs));
    addAll(table, "metric ", values(runs, RunComparison::metrics), false);
    addAll(table, "param ", values(runs, run -> run.start().params()), true);
    addAll(table, "data of ", values(runs, RunsView::dataVersions), true);
    addAll(table, "stage ", values(runs, RunComparison::identities), true);
    return table.lines(style);
  }

  /** As a document. */
  public static Map<String, @Nullable Object> json(List<RunRecord> runs) {
    return Map.of("runs", runs.stream().map(RunsView::details).toList());
  }

  private static List<String> titles(List<RunRecord> runs) {
    List<String> titles = new ArrayList<>(List.of(""));
    runs.forEach(run -> titles.add(run.start().run()));
    return titles;
  }

  private static Map<String, String> metrics(RunRecord run) {
    Map<String, String> texts = new LinkedHashMap<>();
    run.metrics().forEach((name, value) -> texts.put(name, Quantities.metric(value)));
    return texts;
  }

  /** Equal texts, equal outputs. */
  private static Map<String, String> identities(RunRecord run) {
    Map<String, String> identities = new LinkedHashMap<>();
    for (StageRecord stage : run.stages()) {
      String print = stage.fingerprint();
      identities.put(stage.stage(), print.substring(0, Math.min(12, print.length())));
    }
    return identities;
  }

  /** The names that any run has, each with every run's value. */
  private static Map<String, List<Optional<String>>> values(
      List<RunRecord> runs, Function<RunRecord, Map<String, String>> of) {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> names.addAll(of.apply(run).keySet()));
    Map<String, List<Optional<String>>> values = new LinkedHashMap<>();
    for (String name : names) {
      values.put(
          name, runs.stream().map(run -> Optional.ofNullable(of.apply(run).get(name))).toList());
    }
    return values;
  }

  private static void addAll(
      TextTable table,
      String what,
      Map<String, List<Optional<String>>> values,
      boolean onlyDifferent) {
    values.forEach(
        (name, ofRuns) -> {
          if (!onlyDifferent || ofRuns.stream().distinct().count() > 1) {
            List<String> row = new ArrayList<>(List.of(what + name));
            ofRuns.forEach(value -> row.add(value.orElse("-")));
            table.row(row);
          }
        });
  }
}
