package io.millrace.console.web.feature;

import static java.util.Objects.requireNonNull;

import io.millrace.console.http.HttpConsole.Site;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Routes;
import io.millrace.console.web.Workspace;

/** The pages of feature tables. */
public final class FeaturePages implements Site {
  private final Workspace workspace;

  /** Over those tables. */
  public FeaturePages(Workspace workspace) {
    this.workspace = requireNonNull(workspace, "workspace is null");
  }

  @Override
  public void addTo(Routes routes, Pages pages) {
    TableListPage list = new TableListPage(workspace, pages);
    TablePage one = new TablePage(workspace, pages);
    routes
        .get("/features", list::page)
        .get("/features/{table}", one::page)
        .get("/api/features", list::json)
        .get("/api/features/{table}", one::json);
  }
}
