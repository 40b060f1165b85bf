package io.millrace.console.web.model;

import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.http.Answer;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.web.Json;
import io.millrace.console.web.Link;
import io.millrace.console.web.Moments;
import io.millrace.console.web.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The list of models. */
final class ModelListPage {
  private final Workspace workspace;
  private final Pages pages;
  private final Moments moments;

  ModelListPage(Workspace workspace, Pages pages) {
    this.workspace = workspace;
    this.pages = pages;
    this.moments = new Moments(workspace.clock().getZone());
  }

  private record Found(String name, ModelVersion newest, Map<String, Integer> aliases) {}

  /**
   * A model in the list.
   *
   * @param newest its newest version's number
   * @param registered when that was registered
   */
  public record Line(
      String name,
      String address,
      int newest,
      Moments.Moment registered,
      Map<String, Integer> aliases) {}

  Answer page(Request request) {
    List<Line> lines = models().stream().map(this::line).toList();
    return pages.page(
        request, new View("models.ftlh", Section.MODELS, "Models", Map.of("models", lines)));
  }

  Answer json(Request request) {
    return Json.answer(Map.of("models", models().stream().map(ModelListPage::json).toList()));
  }

  private List<Found> models() {
    return workspace
        .tracking()
        .map(Tracking::models)
        .map(
            registry ->
                registry.models().stream()
                    .map(name -> found(name, registry))
                    .flatMap(Optional::stream)
                    .toList())
        .orElse(List.of());
  }

  private static Optional<Found> found(String name, ModelRegistry registry) {
    return registry.versions(name).stream()
        .findFirst()
        .map(newest -> new Found(name, newest, new TreeMap<>(registry.aliases(name))));
  }

  private Line line(Found found) {
    return new Line(
        found.name(),
        Link.to("models", found.name()).toString(),
        found.newest().version(),
        moments.of(found.newest().time()),
        found.aliases());
  }

  private static Map<String, Object> json(Found found) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", found.name());
    json.put("newest", found.newest().version());
    json.put("aliases", found.aliases());
    return json;
  }
}
