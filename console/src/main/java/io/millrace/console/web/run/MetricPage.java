package io.millrace.console.web.run;

import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
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
import io.millrace.console.web.MetricSense;
import io.millrace.console.web.Moments;
import io.millrace.console.web.Workspace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A metric over the runs of a pipeline. */
final class MetricPage {
  /** More points than that nobody tells apart. */
  private static final int MOST_RUNS = 500;

  private final Workspace workspace;
  private final Pages pages;
  private final Moments moments;

  MetricPage(Workspace workspace, Pages pages) {
    this.workspace = workspace;
    this.pages = pages;
    this.moments = new Moments(workspace.clock().getZone());
  }

  Answer page(Request request) {
    String pipeline = request.first("pipeline").strip();
    String metric = request.first("metric").strip();
    List<RunRecord> runs = pipeline.isEmpty() ? List.of() : newest(pipeline);
    List<RunRecord> having =
        runs.stream().filter(run -> run.metrics().containsKey(metric)).toList();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("pipeline", pipeline);
    values.put("metric", metric);
    values.put("names", names(runs));
    values.put("most", MOST_RUNS);
    values.put("looked", runs.size());
    values.put("chart", having.isEmpty() ? List.of() : List.of(chart(metric, having)));
    values.put("runs", having.stream().map(r -> RunLine.of(r, List.of(metric), moments)).toList());
    return pages.page(request, new View("metrics.ftlh", Section.RUNS, "Metric over time", values));
  }

  private List<RunRecord> newest(String pipeline) {
    Optional<Tracking> tracking = workspace.tracking();
    RunQuery query = new RunQuery(pipeline, null, MOST_RUNS);
    return tracking.map(of -> of.runs().runs(query)).orElse(List.of());
  }

  private static List<String> names(List<RunRecord> runs) {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> names.addAll(run.metrics().keySet()));
    return names.stream().filter(MetricSense::isPlain).sorted().toList();
  }

  /** From the oldest to the newest run. */
  private Chart chart(String metric, List<RunRecord> newestFirst) {
    List<RunRecord> runs = new ArrayList<>(newestFirst);
    Collections.reverse(runs);
    List<double[]> points = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (RunRecord run : runs) {
      double value = run.metrics().getOrDefault(metric, Double.NaN);
      points.add(new double[] {run.start().time().toEpochMilli(), value});
      rows.add(
          List.of(moments.of(run.start().time()).text(), run.start().run(), Texts.number(value)));
    }
    return Charts.times(
        metric, "", List.of(new Line("", points)), List.of("started", "run", metric), rows);
  }
}
