package io.millrace.app.view;

import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Recorded runs. */
public final class RunsView {
  private RunsView() {}

  /** A line a run; of what kind it is, where not all are of pipelines. */
  public static List<String> list(List<RunRecord> runs, Style style) {
    return list(runs, "", style);
  }

  /**
   * The same.
   *
   * @param metric shown first; empty for none
   */
  public static List<String> list(List<RunRecord> runs, String metric, Style style) {
    if (runs.isEmpty()) {
      return List.of("no runs yet; 'millrace run FILE' makes one");
    }
    boolean mixed = runs.stream().anyMatch(run -> run.start().kind() != RunKind.PIPELINE);
    List<String> titles =
        new ArrayList<>(List.of("RUN", "PIPELINE", "STATUS", "STARTED", ">TIME", "METRICS"));
    if (mixed) {
      titles.set(1, "OF");
      titles.set(5, "");
      titles.add(1, "KIND");
    }
    TextTable table = TextTable.of(titles.toArray(String[]::new));
    for (RunRecord run : runs) {
      List<String> row = new ArrayList<>(row(run, metric, style));
      if (mixed) {
        row.add(1, run.start().kind().text());
      }
      table.row(row);
    }
    return table.lines(style);
  }

  private static List<String> row(RunRecord run, String metric, Style style) {
    return List.of(
        run.start().run(),
        run.start().pipeline(),
        StatusText.of(run.status(), style),
        Quantities.time(run.start().time(), ZoneId.systemDefault()),
        duration(run),
        run.start().kind() == RunKind.PIPELINE ? metrics(run, metric) : rows(run));
  }

  private static String rows(RunRecord run) {
    String rows = run.start().tags().get("rows");
    return rows == null ? "" : rows + " rows";
  }

  /** All that is known of a run. */
  public static List<String> show(RunRecord run, List<RunLink> links, Style style) {
    List<String> lines = new ArrayList<>(list(List.of(run), style));
    if (!run.message().isEmpty()) {
      lines.add("");
      String end = run.status() == RunStatus.REFUSED ? "refused" : "error";
      lines.add(style.bad(end) + ": " + run.message());
    }
    if (!run.stages().isEmpty()) {
      lines.add("");
      TextTable stages = TextTable.of("STAGE", "USES", "STATUS", ">TIME", ">ROWS", "");
      run.stages().forEach(stage -> stages.row(StageRow.of(stage, style)));
      lines.addAll(stages.lines(style));
    }
    if (!run.metrics().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Metrics"));
      lines.addAll(MetricsView.lines(run.metrics(), style));
    }
    run.stages().forEach(stage -> lines.addAll(MetricsView.tables(stage, style)));
    lines.addAll(GatesView.lines(GatesView.of(run), style));
    pairs("Params", run.start().params(), lines, style);
    pairs("Data", dataVersions(run), lines, style);
    links(links, lines, style);
    pairs("Notes", run.start().tags(), lines, style);
    return lines;
  }

  /** A run in a list. */
  public static Map<String, @Nullable Object> json(RunRecord run) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("run", run.start().run());
    json.put("kind", run.start().kind().text());
    json.put("pipeline", run.start().pipeline());
    json.put("status", run.status().text());
    json.put("started", run.start().time().toString());
    json.put("ended", run.end().map(Object::toString).orElse(null));
    json.put("metrics", run.metrics());
    return json;
  }

  /** A run with all that is known of it. */
  public static Map<String, @Nullable Object> details(RunRecord run, List<RunLink> links) {
    Map<String, @Nullable Object> json = details(run);
    json.put("links", links.stream().map(LineageView::json).toList());
    return json;
  }

  /** A run with what its record knows. */
  static Map<String, @Nullable Object> details(RunRecord run) {
    Map<String, @Nullable Object> json = json(run);
    json.put("message", run.message());
    json.put("params", new TreeMap<>(run.start().params()));
    json.put("tags", new TreeMap<>(run.start().tags()));
    json.put("data", dataVersions(run));
    json.put("gates", GatesView.json(GatesView.of(run)));
    json.put("stages", run.stages().stream().map(RunJson::detailedStage).toList());
    return json;
  }

  /** The version of each source that was read, by stage. */
  static Map<String, String> dataVersions(RunRecord run) {
    Map<String, String> versions = new LinkedHashMap<>();
    run.stages().stream()
        .filter(stage -> !stage.dataVersion().isEmpty())
        .forEach(stage -> versions.put(stage.stage(), stage.dataVersion()));
    return versions;
  }

  private static String duration(RunRecord run) {
    return run.end()
        .map(end -> Duration.between(run.start().time(), end).toMillis() / 1e3)
        .map(Quantities::seconds)
        .orElse("");
  }

  private static String metrics(RunRecord run, String first) {
    Map<String, String> texts = metricTexts(run);
    Map<String, String> ordered = new LinkedHashMap<>();
    if (texts.containsKey(first)) {
      ordered.put(first, texts.get(first));
    }
    ordered.putAll(texts);
    return ordered.entrySet().stream()
        .limit(3)
        .map(metric -> metric.getKey() + " " + metric.getValue())
        .collect(Collectors.joining("  "));
  }

  private static Map<String, String> metricTexts(RunRecord run) {
    Map<String, String> texts = new LinkedHashMap<>();
    run.metrics().forEach((name, value) -> texts.put(name, Quantities.metric(value)));
    return texts;
  }

  private static void links(List<RunLink> links, List<String> lines, Style style) {
    if (!links.isEmpty()) {
      lines.add("");
      lines.add(style.bold("Lineage"));
      TextTable table = TextTable.of("", "", "");
      links.forEach(
          link ->
              table.row(
                  "",
                  link.direction() == RunLink.Direction.READS ? "read" : "wrote",
                  LineageView.line(link.asset())));
      lines.addAll(table.lines(style));
    }
  }

  private static void pairs(
      String title, Map<String, String> pairs, List<String> lines, Style style) {
    if (pairs.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold(title));
    TextTable table = TextTable.of("", "", "");
    pairs.forEach((name, value) -> table.row("", name, value));
    lines.addAll(table.lines(style));
  }
}
