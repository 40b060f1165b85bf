package io.millrace.console.web.run;

import io.millrace.api.MetricName;
import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.chart.Chart;
import io.millrace.console.chart.Charts;
import io.millrace.console.chart.Line;
import io.millrace.console.chart.Texts;
import io.millrace.console.http.Answer;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.report.Dag;
import io.millrace.console.report.GateLine;
import io.millrace.console.report.StageLine;
import io.millrace.console.report.TrialSection;
import io.millrace.console.web.Json;
import io.millrace.console.web.Link;
import io.millrace.console.web.MetricSense;
import io.millrace.console.web.Moments;
import io.millrace.console.web.Workspace;
import io.millrace.core.run.PlanGraph;
import io.millrace.core.run.RunModels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All about one run. */
final class RunPage {
  /** A back end is asked once for each: over a network that takes time. */
  private static final int MOST_HISTORIES = 12;

  private final RunFinder finder;
  private final Pages pages;
  private final Moments moments;

  RunPage(Workspace workspace, Pages pages) {
    this.finder = new RunFinder(workspace);
    this.pages = pages;
    this.moments = new Moments(workspace.clock().getZone());
  }

  /**
   * A metric of the run.
   *
   * @param interval its ends; empty if it has none
   * @param address where it is drawn over the runs of the pipeline
   */
  public record Figure(String name, String value, String interval, String address) {}

  /** Something that belongs to the run, and where it is shown. */
  public record Item(String name, String address) {}

  Answer page(Request request) {
    RunRecord run = finder.run(request.variable("run"));
    String id = run.start().run();
    Tracking tracking = finder.tracking();
    Map<String, Object> values = new LinkedHashMap<>(head(run));
    values.putAll(figures(run, tracking.runs()));
    values.putAll(kept(run, tracking.runs()));
    return pages.page(request, new View("run.ftlh", Section.RUNS, "Run " + id, values));
  }

  private Map<String, Object> head(RunRecord run) {
    String id = run.start().run();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("run", RunLine.of(run, List.of(), moments));
    values.put("ended", run.end().map(moments::of).stream().toList());
    values.put("file", run.start().tags().getOrDefault("file", ""));
    values.put("models", models(run));
    values.put("stages", run.stages().stream().map(StageLine::of).toList());
    values.put("graph", Dag.of(PlanGraph.read(run.start().documents()), run.stages()));
    values.put("report", Link.to("runs", id, "report").toString());
    values.put("lineage", Link.to("lineage").with("of", "run:" + id).toString());
    return values;
  }

  private static Map<String, Object> figures(RunRecord run, RunTracker runs) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("figures", figures(run, true));
    values.put("others", figures(run, false));
    values.put("histories", histories(run, runs));
    values.put("gates", GateLine.of(run.start().documents()));
    values.put("trials", TrialSection.of(runs.trials(run.start().run())));
    return values;
  }

  private static Map<String, Object> kept(RunRecord run, RunTracker runs) {
    String id = run.start().run();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("params", new TreeMap<>(run.start().params()));
    values.put("tags", new TreeMap<>(run.start().tags()));
    values.put("documents", items(id, "document", run.start().documents().keySet().stream()));
    values.put("files", items(id, "file", runs.artifacts(id).stream()));
    return values;
  }

  Answer json(Request request) {
    return Json.answer(RunJson.whole(finder.run(request.variable("run"))));
  }

  private static List<Item> models(RunRecord run) {
    return RunModels.read(run.start().documents()).stream()
        .map(
            model ->
                new Item(
                    model.name() + " version " + model.version(),
                    Link.to("models", model.name()).toString() + "#v" + model.version()))
        .toList();
  }

  private static List<Item> items(String run, String what, Stream<String> names) {
    return names
        .sorted()
        .map(name -> new Item(name, Link.to("runs", run, what).with("name", name).toString()))
        .toList();
  }

  /**
   * Plain metrics, or those of slices, classes and columns; ends of intervals stand with theirs.
   */
  private static List<Figure> figures(RunRecord run, boolean plain) {
    return run.metrics().keySet().stream()
        .filter(name -> MetricSense.isPlain(name) == plain && !isBound(name))
        .map(name -> figure(run, name))
        .toList();
  }

  private static boolean isBound(String name) {
    return parsed(name).filter(metric -> metric.boundOrNull() != null).isPresent();
  }

  private static Optional<MetricName> parsed(String name) {
    return MetricName.parse(name.substring(name.indexOf('.') + 1));
  }

  private static Figure figure(RunRecord run, String name) {
    String stage = name.substring(0, name.indexOf('.') + 1);
    Optional<MetricName> metric = parsed(name);
    Double lower = end(run, stage, metric, MetricName.Bound.LOWER);
    Double upper = end(run, stage, metric, MetricName.Bound.UPPER);
    return new Figure(
        name,
        Texts.number(run.metrics().getOrDefault(name, Double.NaN)),
        lower.isNaN() || upper.isNaN() ? "" : Texts.number(lower) + " to " + Texts.number(upper),
        Link.to("metrics")
            .with("pipeline", run.start().pipeline())
            .with("metric", name)
            .toString());
  }

  private static Double end(
      RunRecord run, String stage, Optional<MetricName> metric, MetricName.Bound bound) {
    return metric
        .map(name -> run.metrics().get(stage + name.bound(bound).text()))
        .orElse(Double.NaN);
  }

  /** Of metrics that were noted several times. */
  private static List<Chart> histories(RunRecord run, RunTracker runs) {
    return run.metrics().keySet().stream()
        .filter(MetricSense::isPlain)
        .limit(MOST_HISTORIES)
        .map(name -> history(name, runs.history(run.start().run(), name)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Chart> history(String name, List<MetricPoint> points) {
    if (points.size() < 2) {
      return Optional.empty();
    }
    List<double[]> drawn =
        points.stream().map(point -> new double[] {point.step(), point.value()}).toList();
    return Optional.of(Charts.lines(name, "step", "", List.of(new Line("", drawn)), false));
  }
}
