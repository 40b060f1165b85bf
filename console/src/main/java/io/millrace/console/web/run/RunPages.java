package io.millrace.console.web.run;

import static java.util.Objects.requireNonNull;

import io.millrace.console.http.HttpConsole.Site;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Routes;
import io.millrace.console.web.Workspace;

/** The pages of runs. */
public final class RunPages implements Site {
  private final Workspace workspace;

  /** Over those runs. */
  public RunPages(Workspace workspace) {
    this.workspace = requireNonNull(workspace, "workspace is null");
  }

  @Override
  public void addTo(Routes routes, Pages pages) {
    RunListPage list = new RunListPage(workspace, pages);
    RunPage one = new RunPage(workspace, pages);
    RunFilesPage files = new RunFilesPage(workspace);
    routes
        .get("/runs", list::page)
        .get("/runs/{run}", one::page)
        .get("/runs/{run}/report", files::report)
        .get("/runs/{run}/document", files::document)
        .get("/runs/{run}/file", files::file)
        .get("/compare", new ComparePage(workspace, pages)::page)
        .get("/metrics", new MetricPage(workspace, pages)::page)
        .get("/api/runs", list::json)
        .get("/api/runs/{run}", one::json);
  }
}
