package io.millrace.console.web.model;

import static java.util.Objects.requireNonNull;

import io.millrace.console.http.HttpConsole.Site;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Routes;
import io.millrace.console.web.Workspace;

/** The pages of models. */
public final class ModelPages implements Site {
  private final Workspace workspace;

  /** Over that registry. */
  public ModelPages(Workspace workspace) {
    this.workspace = requireNonNull(workspace, "workspace is null");
  }

  @Override
  public void addTo(Routes routes, Pages pages) {
    ModelListPage list = new ModelListPage(workspace, pages);
    ModelPage one = new ModelPage(workspace, pages);
    MovePage move = new MovePage(workspace, pages);
    routes
        .get("/models", list::page)
        .get("/models/{model}", one::page)
        .get("/models/{model}/move", move::ask)
        .post("/models/{model}/move", move::move)
        .get("/api/models", list::json)
        .get("/api/models/{model}", one::json);
  }
}
