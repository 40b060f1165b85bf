package io.millrace.console.web.run;

import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.http.Answer;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.web.Json;
import io.millrace.console.web.Link;
import io.millrace.console.web.MetricSense;
import io.millrace.console.web.MetricSense.Better;
import io.millrace.console.web.Moments;
import io.millrace.console.web.Workspace;
import io.millrace.core.run.RunHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of runs. Only the runs of one page are read, and its metrics are theirs. */
final class RunListPage {
  private static final int USUAL_METRICS = 4;
  private static final int OFFERED_METRICS = 40;

  private final Workspace workspace;
  private final Pages pages;
  private final Moments moments;

  RunListPage(Workspace workspace, Pages pages) {
    this.workspace = workspace;
    this.pages = pages;
    this.moments = new Moments(workspace.clock().getZone());
  }

  /**
   * The title of a column that sorts.
   *
   * @param address sorts by it, or the other way round
   * @param sorted {@code ascending}, {@code descending}, or {@code none}
   * @param chart where the metric is drawn over time; empty if nowhere
   */
  public record Column(String title, String address, String sorted, String chart) {}

  /** A metric that can be shown. */
  public record Offer(String name, boolean shown) {}

  private record Found(List<RunRecord> runs, long count) {}

  Answer page(Request request) {
    RunFilter filter = RunFilter.of(request);
    Found found = find(filter);
    List<String> offered = offered(found.runs(), filter);
    List<String> shown = shown(filter, offered);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("filter", filter);
    values.put("kinds", RunFilter.kinds());
    values.put("statuses", RunFilter.statuses());
    values.put("count", found.count());
    values.put("runs", found.runs().stream().map(r -> RunLine.of(r, shown, moments)).toList());
    values.put("start", column("started", "", true, filter));
    values.put("columns", shown.stream().map(metric -> metricColumn(metric, filter)).toList());
    values.put(
        "offers", offered.stream().map(name -> new Offer(name, shown.contains(name))).toList());
    values.put("pipelines", pipelines(found.runs()));
    values.put("pager", Pager.of(filter, found.count()));
    values.put("empty", found.count() == 0 && !filter.isNarrow());
    return pages.page(request, new View("runs.ftlh", Section.RUNS, "Runs", values));
  }

  Answer json(Request request) {
    RunFilter filter = RunFilter.of(request);
    Found found = find(filter);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("count", found.count());
    document.put("page", filter.page());
    document.put("runs", found.runs().stream().map(RunJson::summary).toList());
    return Json.answer(document);
  }

  private Found find(RunFilter filter) {
    Optional<Tracking> tracking = workspace.tracking();
    if (tracking.isEmpty()) {
      return new Found(List.of(), 0);
    }
    RunHistory history = new RunHistory(tracking.get(), workspace.clock());
    return new Found(history.runs(filter.query()), history.count(filter.query()));
  }

  /** Metrics of the page's runs: those that most of them have first. */
  private static List<String> offered(List<RunRecord> runs, RunFilter filter) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    runs.forEach(
        run -> run.metrics().keySet().forEach(name -> counts.merge(name, 1, Integer::sum)));
    Stream<String> plain =
        counts.entrySet().stream()
            .filter(entry -> MetricSense.isPlain(entry.getKey()))
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .limit(OFFERED_METRICS);
    Stream<String> chosen = Stream.concat(Stream.of(filter.sort()), filter.metrics().stream());
    return Stream.concat(chosen.filter(name -> !name.isEmpty()), plain).distinct().toList();
  }

  private static List<String> shown(RunFilter filter, List<String> offered) {
    if (filter.metrics().isEmpty()) {
      return offered.subList(0, Math.min(USUAL_METRICS, offered.size()));
    }
    List<String> shown = new ArrayList<>(filter.metrics());
    if (!filter.sort().isEmpty() && !shown.contains(filter.sort())) {
      shown.add(0, filter.sort());
    }
    return shown;
  }

  private static Column metricColumn(String metric, RunFilter filter) {
    Column column = column(metric, metric, MetricSense.better(metric) != Better.LOWER, filter);
    String chart =
        filter.pipeline().isEmpty()
            ? ""
            : Link.to("metrics")
                .with("pipeline", filter.pipeline())
                .with("metric", metric)
                .toString();
    return new Column(column.title(), column.address(), column.sorted(), chart);
  }

  private static Column column(String title, String sort, boolean descends, RunFilter filter) {
    boolean sorted = filter.sort().equals(sort);
    boolean next = sorted ? !filter.isDescending() : descends;
    String state = !sorted ? "none" : filter.isDescending() ? "descending" : "ascending";
    return new Column(title, filter.sorted(sort, next).address(), state, "");
  }

  private static List<String> pipelines(List<RunRecord> runs) {
    return runs.stream().map(run -> run.start().pipeline()).distinct().sorted().toList();
  }
}
