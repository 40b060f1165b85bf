package io.millrace.console.report;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.chart.Chart;
import io.millrace.console.chart.Charts;
import io.millrace.console.chart.Texts;
import io.millrace.console.page.PageTemplates;
import io.millrace.core.run.PlanGraph;
import io.millrace.core.run.TableFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The report of a run: one page that needs nothing beside itself. */
public final class RunReportPage {
  /** What the page is called among a run's files. */
  public static final String NAME = "report.html";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String EVALUATORS = "evaluate/";

  private final Tracking tracking;
  private final PageTemplates templates;

  /** Reports of the runs of a tracking store. */
  public RunReportPage(Tracking tracking) {
    this.tracking = requireNonNull(tracking, "tracking is null");
    this.templates = new PageTemplates();
  }

  /** Writes the page of a run, in UTF-8. */
  public void write(RunRecord run, Path file) throws IOException {
    try (Writer to = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      templates.fill("report.ftlh", values(run), to);
    }
  }

  /** The page of a run as it stands now. */
  public String text(RunRecord run) {
    StringWriter text = new StringWriter();
    try {
      templates.fill("report.ftlh", values(run), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Writes the page of a run as it stands now, and keeps it with the run.
   *
   * @return where it is kept, as a local file only to be read
   * @throws MillraceException if it can't be written, or kept
   */
  public Path keep(RunRecord run) {
    String id = run.start().run();
    try {
      Path directory = Files.createTempDirectory("millrace-report");
      Path file = directory.resolve(NAME);
      try {
        write(run, file);
        tracking.runs().artifact(id, NAME, file);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the report of run %s can't be written: %s".formatted(id, e),
          e);
    }
    return tracking.runs().open(id, NAME);
  }

  private Map<String, Object> values(RunRecord run) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("css", PageTemplates.text("page.css"));
    values.put("echarts", PageTemplates.echarts());
    values.put("script", PageTemplates.text("charts.js"));
    values.put("run", head(run));
    values.put("graph", Dag.of(PlanGraph.read(run.start().documents()), run.stages()));
    values.put("times", times(run.stages()));
    values.put("stages", run.stages().stream().map(StageLine::of).toList());
    values.put("evaluations", evaluations(run));
    values.put("gates", GateLine.of(run.start().documents()));
    values.put("trials", TrialSection.of(tracking.runs().trials(run.start().run())));
    values.put("tables", tables(run.stages()));
    values.put("importances", importances(run.stages()));
    ModelSections models = ModelSections.of(tracking.models(), run);
    values.put("models", models.models());
    values.put("profiles", models.profiles());
    values.put("params", new TreeMap<>(run.start().params()));
    values.put("tags", new TreeMap<>(run.start().tags()));
    values.put("resolved", run.start().documents().getOrDefault("resolved", ""));
    return values;
  }

  private static Map<String, Object> head(RunRecord run) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("id", run.start().run());
    head.put("pipeline", run.start().pipeline());
    head.put("status", run.status().text());
    head.put("started", TIME.format(run.start().time()));
    head.put(
        "took",
        run.end()
            .map(end -> Texts.seconds(Duration.between(run.start().time(), end).toMillis() / 1e3))
            .orElse(""));
    head.put("user", run.start().tags().getOrDefault("user", ""));
    head.put("file", run.start().tags().getOrDefault("file", ""));
    head.put("message", run.message());
    return head;
  }

  private static Chart times(List<StageRecord> stages) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    stages.stream()
        .filter(stage -> stage.status() == StageRecord.Status.RAN)
        .forEach(stage -> seconds.put(stage.stage(), stage.seconds()));
    return Charts.bars("Where the time went", "seconds", seconds);
  }

  private static List<EvaluationSection> evaluations(RunRecord run) {
    return run.stages().stream()
        .filter(stage -> stage.use().startsWith(EVALUATORS))
        .filter(stage -> stage.status() != StageRecord.Status.SKIPPED)
        .map(stage -> EvaluationSection.of(stage, run.metrics()))
        .toList();
  }

  /** The tables of stages that are no evaluators: expectations, profiles. */
  private static List<TableView> tables(List<StageRecord> stages) {
    List<TableView> tables = new ArrayList<>();
    for (StageRecord stage : stages) {
      if (!stage.use().startsWith(EVALUATORS)) {
        TableFacts.read(stage.facts()).stream()
            .map(TableView::of)
            .map(t -> new TableView(stage.stage() + ": " + t.title(), t.columns(), t.rows()))
            .forEach(tables::add);
      }
    }
    return tables;
  }

  /** What trainers tell in pictures. */
  private static List<Chart> importances(List<StageRecord> stages) {
    return stages.stream()
        .filter(stage -> !stage.use().startsWith(EVALUATORS))
        .flatMap(stage -> importances(stage).stream())
        .toList();
  }

  private static List<Chart> importances(StageRecord stage) {
    return TableFacts.readCurves(stage.facts()).stream()
        .flatMap(curve -> EvaluationCharts.of(curve).stream())
        .map(chart -> chart.titled(stage.stage() + ": " + chart.title()))
        .toList();
  }
}
