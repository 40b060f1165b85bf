package io.millrace.console.web.lineage;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.http.Answer;
import io.millrace.console.http.HttpConsole.Site;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.http.Routes;
import io.millrace.console.web.Link;
import io.millrace.console.web.Workspace;
import io.millrace.core.lineage.LineageGraph;
import io.millrace.core.lineage.LineageGraph.RunNode;
import io.millrace.core.lineage.LineageStart;
import io.millrace.core.lineage.LineageWalk;
import io.millrace.core.lineage.LineageWalk.Limits;
import io.millrace.core.lineage.LineageWalk.Way;
import io.millrace.core.run.RunHistory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The page of the lineage. */
public final class LineagePages implements Site {
  /** What a reader can take in. */
  private static final int USUAL = 80;

  private static final int MOST = 500;
  private static final int DEPTH = 20;
  private static final int OFFERED = 10;

  private final Workspace workspace;

  /** Over those runs. */
  public LineagePages(Workspace workspace) {
    this.workspace = requireNonNull(workspace, "workspace is null");
  }

  @Override
  public void addTo(Routes routes, Pages pages) {
    routes.get("/lineage", request -> page(request, pages));
  }

  private Answer page(Request request, Pages pages) {
    String of = request.first("of").strip();
    Way way = way(request.first("way"));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("of", of);
    values.put("way", way.name().toLowerCase(Locale.ROOT));
    Optional<Tracking> tracking = workspace.tracking();
    values.put("empty", tracking.isEmpty());
    values.put("problem", "");
    int status = 200;
    if (tracking.isPresent()) {
      try {
        values.putAll(
            of.isEmpty() ? offers(tracking.get()) : lineage(request, of, way, tracking.get()));
      } catch (MillraceException e) {
        values.putAll(offers(tracking.get()));
        values.put("problem", requireNonNull(e.getMessage(), "errors say what is wrong"));
        status = status(e);
      }
    }
    String title = of.isEmpty() ? "Lineage" : "Lineage of " + of;
    return pages.page(status, request, new View("lineage.ftlh", Section.LINEAGE, title, values));
  }

  private static int status(MillraceException e) {
    if (e.code() == StandardError.NOT_FOUND) {
      return 404;
    }
    if (e.code() == StandardError.INVALID_CALL) {
      return 400;
    }
    throw e;
  }

  private static Way way(String text) {
    return switch (text) {
      case "", "both" -> Way.BOTH;
      case "up" -> Way.UP;
      case "down" -> Way.DOWN;
      default -> throw HttpProblem.bad("'way' takes up, down or both, not '" + text + "'.");
    };
  }

  private Map<String, Object> lineage(Request request, String of, Way way, Tracking tracking) {
    int nodes = Math.max(1, Math.min(MOST, request.number("nodes", USUAL)));
    LineageGraph graph =
        new LineageWalk(tracking, workspace.clock())
            .walk(LineageStart.of(of, tracking), way, new Limits(DEPTH, nodes));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("drawing", LineageDrawing.of(graph));
    values.put("up", way == Way.DOWN ? List.of() : LineageTree.up(graph));
    values.put("down", way == Way.UP ? List.of() : LineageTree.down(graph));
    values.put("complete", graph.complete());
    values.put("count", graph.nodes().size());
    values.put(
        "more",
        graph.complete() || nodes == MOST
            ? ""
            : Link.to("lineage")
                .with("of", of)
                .with("way", way.name().toLowerCase(Locale.ROOT))
                .with("nodes", Integer.toString(MOST))
                .toString());
    return values;
  }

  /** Where to begin, for who does not know yet. */
  private Map<String, Object> offers(Tracking tracking) {
    List<NodeView> runs =
        new RunHistory(tracking, workspace.clock())
            .runs(RunQuery.newest(OFFERED).of(Set.of())).stream()
                .map((RunRecord run) -> NodeView.of(new RunNode(run)))
                .toList();
    List<String> models = tracking.models().models();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("runs", runs);
    values.put("models", models.subList(0, Math.min(5 * OFFERED, models.size())));
    return values;
  }
}
