package io.millrace.console;

import io.millrace.console.http.Answer;
import io.millrace.console.http.HttpConsole;
import io.millrace.console.http.HttpSettings;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Routes;
import io.millrace.console.web.Workspace;
import io.millrace.console.web.feature.FeaturePages;
import io.millrace.console.web.lineage.LineagePages;
import io.millrace.console.web.live.LivePages;
import io.millrace.console.web.model.ModelPages;
import io.millrace.console.web.run.RunPages;

/** All pages of the console. */
public final class WebConsole {
  private WebConsole() {}

  /** Starts the console, and returns once it listens. */
  public static HttpConsole start(HttpSettings settings, Workspace workspace) {
    return HttpConsole.start(settings, (routes, pages) -> add(workspace, routes, pages));
  }

  private static void add(Workspace workspace, Routes routes, Pages pages) {
    routes.get("/", request -> Answer.seeOther("/runs"));
    new RunPages(workspace).addTo(routes, pages);
    new LivePages(workspace).addTo(routes, pages);
    new LineagePages(workspace).addTo(routes, pages);
    new ModelPages(workspace).addTo(routes, pages);
    new FeaturePages(workspace).addTo(routes, pages);
  }
}
