package io.millrace.console.web.feature;

import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.console.http.Answer;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.web.Json;
import io.millrace.console.web.Link;
import io.millrace.console.web.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of feature tables. */
final class TableListPage {
  private final Workspace workspace;
  private final Pages pages;
  private final VersionLines lines;

  TableListPage(Workspace workspace, Pages pages) {
    this.workspace = workspace;
    this.pages = pages;
    this.lines = new VersionLines(workspace.clock().getZone());
  }

  /** A table with its newest version. */
  public record Table(
      String name, String address, String location, int versions, VersionLines.Line newest) {}

  Answer page(Request request) {
    FeatureStore<?> features = workspace.features();
    List<Table> tables =
        features.tables().stream()
            .map(name -> table(name, features))
            .flatMap(Optional::stream)
            .toList();
    return pages.page(
        request, new View("features.ftlh", Section.FEATURES, "Features", Map.of("tables", tables)));
  }

  private Optional<Table> table(String name, FeatureStore<?> features) {
    List<FeatureVersion> history = features.history(name);
    return history.stream()
        .findFirst()
        .map(
            newest ->
                new Table(
                    name,
                    Link.to("features", name).toString(),
                    features.location(name),
                    history.size(),
                    lines.line(newest)));
  }

  Answer json(Request request) {
    FeatureStore<?> features = workspace.features();
    return Json.answer(
        Map.of("features", features.tables().stream().map(name -> json(name, features)).toList()));
  }

  private static Map<String, Object> json(String name, FeatureStore<?> features) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", name);
    features.latest(name).ifPresent(newest -> json.put("version", newest.version()));
    json.put("location", features.location(name));
    return json;
  }
}
