package io.millrace.console.web.feature;

import io.millrace.api.schema.Column;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.console.http.Answer;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.web.Json;
import io.millrace.console.web.Link;
import io.millrace.console.web.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A feature table: its versions, the columns of one, and in what two differ. */
final class TablePage {
  private static final int PAGE = 100;

  private final Workspace workspace;
  private final Pages pages;
  private final VersionLines lines;

  TablePage(Workspace workspace, Pages pages) {
    this.workspace = workspace;
    this.pages = pages;
    this.lines = new VersionLines(workspace.clock().getZone());
  }

  /** A column of the version that is shown. */
  public record ColumnLine(String name, String type) {}

  Answer page(Request request) {
    String table = request.variable("table");
    FeatureStore<?> features = workspace.features();
    List<FeatureVersion> history = history(table, features);
    FeatureVersion shown = chosen(request, "version", history, history.get(0));
    List<FeatureVersion> listed =
        request.first("all").equals("yes")
            ? history
            : history.subList(0, Math.min(PAGE, history.size()));
    Map<String, Object> values = new LinkedHashMap<>(head(table, history, features));
    values.put("facts", facts(listed));
    values.put("versions", listed.stream().map(lines::line).toList());
    values.put("shown", lines.line(shown));
    values.put("columns", columns(table, shown, features));
    values.put("from", "");
    values.put("to", "");
    values.put("differences", differences(request, history, features, values));
    return pages.page(request, new View("table.ftlh", Section.FEATURES, table, values));
  }

  private static Map<String, Object> head(
      String table, List<FeatureVersion> history, FeatureStore<?> features) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("table", table);
    values.put("address", Link.to("features", table).toString());
    values.put("lineage", Link.to("lineage").with("of", "features:" + table).toString());
    values.put("location", features.location(table));
    values.put("count", history.size());
    values.put("numbers", history.stream().map(FeatureVersion::version).toList());
    return values;
  }

  private static List<FeatureVersion> history(String table, FeatureStore<?> features) {
    List<FeatureVersion> history =
        features.tables().contains(table) ? features.history(table) : List.of();
    if (history.isEmpty()) {
      throw HttpProblem.missing("There is no feature table '" + table + "'.");
    }
    return history;
  }

  private static FeatureVersion chosen(
      Request request, String field, List<FeatureVersion> history, FeatureVersion otherwise) {
    if (request.first(field).isEmpty()) {
      return otherwise;
    }
    int number = request.number(field, 0);
    return history.stream()
        .filter(version -> version.version() == number)
        .findFirst()
        .orElseThrow(
            () ->
                HttpProblem.missing(
                    "Table '%s' has no version %d that can be read."
                        .formatted(otherwise.table(), number)));
  }

  private static List<ColumnLine> columns(
      String table, FeatureVersion version, FeatureStore<?> features) {
    return features.schema(table, version.version()).columns().stream()
        .map(column -> new ColumnLine(column.name(), TableDifference.type(column)))
        .toList();
  }

  private static Set<String> facts(List<FeatureVersion> versions) {
    Set<String> names = new TreeSet<>();
    versions.forEach(version -> names.addAll(version.facts().keySet()));
    return names;
  }

  /** Of the two versions that the reader chose; none if he did not. */
  private static List<TableDifference> differences(
      Request request,
      List<FeatureVersion> history,
      FeatureStore<?> features,
      Map<String, Object> values) {
    if (request.first("from").isEmpty() || request.first("to").isEmpty()) {
      return List.of();
    }
    FeatureVersion from = chosen(request, "from", history, history.get(0));
    FeatureVersion to = chosen(request, "to", history, history.get(0));
    values.put("from", Long.toString(from.version()));
    values.put("to", Long.toString(to.version()));
    return List.of(
        TableDifference.of(
            from,
            features.schema(from.table(), from.version()),
            to,
            features.schema(to.table(), to.version())));
  }

  Answer json(Request request) {
    String table = request.variable("table");
    FeatureStore<?> features = workspace.features();
    List<FeatureVersion> history = history(table, features);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", table);
    json.put("location", features.location(table));
    json.put("versions", history.stream().map(TablePage::json).toList());
    List<Map<String, String>> columns = new ArrayList<>();
    for (Column column : features.schema(table, history.get(0).version()).columns()) {
      columns.add(new TreeMap<>(Map.of("name", column.name(), "type", column.type().text())));
    }
    json.put("columns", columns);
    return Json.answer(json);
  }

  private static Map<String, Object> json(FeatureVersion version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version.version());
    json.put("time", version.time().toString());
    json.put("operation", version.operation());
    json.put("run", version.run());
    json.put("facts", new TreeMap<>(version.facts()));
    return json;
  }
}
