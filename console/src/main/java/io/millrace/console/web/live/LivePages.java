package io.millrace.console.web.live;

import static java.util.Objects.requireNonNull;

import io.millrace.console.http.Answer;
import io.millrace.console.http.HttpConsole.Site;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.http.Routes;
import io.millrace.console.web.Workspace;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The pages that follow runs. */
public final class LivePages implements Site {
  /** For browsers without scripts. */
  private static final int REFRESH_SECONDS = 5;

  private final Workspace workspace;

  /** Over those runs. */
  public LivePages(Workspace workspace) {
    this.workspace = requireNonNull(workspace, "workspace is null");
  }

  @Override
  public void addTo(Routes routes, Pages pages) {
    routes.get("/runs/{run}/live", request -> page(request, pages));
    routes.get("/runs/{run}/events", this::events);
  }

  private Answer page(Request request, Pages pages) {
    LiveFeed feed = feed(request);
    LiveView view = feed.view(0);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("run", request.variable("run"));
    values.put("pipeline", feed.pipeline());
    values.put("live", view);
    values.put("refresh", view.running() ? REFRESH_SECONDS : 0);
    values.put("zone", zone());
    values.put("here", feed.hasEvents());
    values.put("abandoned", feed.isAbandoned());
    return pages.page(
        request, new View("live.ftlh", Section.RUNS, feed.pipeline() + " live", values));
  }

  private String zone() {
    ZoneId zone = workspace.clock().getZone();
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getDisplayName(TextStyle.SHORT, Locale.ROOT);
  }

  private Answer events(Request request) {
    String last = request.lastEvent();
    long known = last.matches("[0-9]{1,18}") ? Long.parseLong(last) : lines(request);
    return Answer.events(new LiveStream(feed(request), known));
  }

  /** What the page that asks was sent with. */
  private static long lines(Request request) {
    return request.number("lines", 0);
  }

  private LiveFeed feed(Request request) {
    String run = request.variable("run");
    return LiveFeed.of(workspace, run)
        .orElseThrow(() -> HttpProblem.missing("There is no run '" + run + "'."));
  }
}
