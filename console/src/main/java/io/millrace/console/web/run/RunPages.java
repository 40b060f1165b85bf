package io.millrace.console.web.run;

import static java.util.Objects.requireNonNull;

import io.millrace.console.http.Answer;
import io.millrace.console.http.HttpConsole.Site;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.http.Routes;
import io.millrace.console.web.Workspace;
import java.util.Map;

/** The pages of runs. */
public final class RunPages implements Site {
  private final Workspace workspace;

  /** Over those runs. */
  public RunPages(Workspace workspace) {
    this.workspace = requireNonNull(workspace, "workspace is null");
  }

  @Override
  public void addTo(Routes routes, Pages pages) {
    routes.get("/runs", request -> list(request, pages));
  }

  private Answer list(Request request, Pages pages) {
    return pages.page(
        request,
        new View(
            "runs.ftlh", Section.RUNS, "Runs", Map.of("empty", workspace.tracking().isEmpty())));
  }
}
