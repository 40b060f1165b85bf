package io.millrace.console.web.run;

import io.millrace.api.tracking.RunRecord;
import io.millrace.console.chart.Chart;
import io.millrace.console.chart.Charts;
import io.millrace.console.http.Answer;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.web.Link;
import io.millrace.console.web.Moments;
import io.millrace.console.web.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several runs side by side. */
final class ComparePage {
  private static final int MOST_RUNS = 20;
  private static final int MOST_CHARTS = 6;

  private final RunFinder finder;
  private final Pages pages;
  private final Moments moments;

  ComparePage(Workspace workspace, Pages pages) {
    this.finder = new RunFinder(workspace);
    this.pages = pages;
    this.moments = new Moments(workspace.clock().getZone());
  }

  Answer page(Request request) {
    List<String> ids = request.all("run").stream().distinct().toList();
    if (ids.size() > MOST_RUNS) {
      throw HttpProblem.bad(
          "%d runs don't fit beside each other; choose up to %d".formatted(ids.size(), MOST_RUNS));
    }
    List<RunRecord> runs = ids.stream().map(finder::run).toList();
    Comparison comparison = new Comparison(runs);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("runs", runs.stream().map(r -> RunLine.of(r, List.of(), moments)).toList());
    values.put("without", ids.stream().map(id -> without(id, ids)).toList());
    values.put("metrics", comparison.metrics(true));
    values.put("others", comparison.metrics(false));
    values.put("params", comparison.texts(run -> run.start().params()));
    values.put("data", comparison.texts(Comparison::data));
    values.put("stages", comparison.texts(Comparison::identities));
    values.put("tags", comparison.texts(run -> run.start().tags()));
    values.put("charts", charts(runs, comparison));
    return pages.page(request, new View("compare.ftlh", Section.RUNS, "Runs compared", values));
  }

  private static String without(String id, List<String> ids) {
    return Link.to("compare")
        .with("run", ids.stream().filter(other -> !other.equals(id)).toList())
        .toString();
  }

  /** Of metrics that differ. */
  private static List<Chart> charts(List<RunRecord> runs, Comparison comparison) {
    return comparison.metrics(true).stream()
        .filter(Comparison.Row::differs)
        .limit(MOST_CHARTS)
        .map(row -> chart(row.name(), runs))
        .toList();
  }

  private static Chart chart(String metric, List<RunRecord> runs) {
    Map<String, Double> values = new LinkedHashMap<>();
    runs.forEach(
        run -> values.put(run.start().run(), run.metrics().getOrDefault(metric, Double.NaN)));
    return Charts.bars(metric, "", values);
  }
}
