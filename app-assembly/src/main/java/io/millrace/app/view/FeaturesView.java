package io.millrace.app.view;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Feature tables and their versions. */
public final class FeaturesView {
  private FeaturesView() {}

  /**
   * A table in a list.
   *
   * @param table its name
   * @param versions the newest first
   * @param location where it lies
   */
  public record Entry(String table, List<FeatureVersion> versions, String location) {
    /** Of a table that is there. */
    public static Entry of(String table, FeatureStore<?> features) {
      return new Entry(table, features.history(table), features.location(table));
    }
  }

  /**
   * A version with its columns.
   *
   * @param version the version
   * @param schema its columns
   * @param location where the table lies
   */
  public record Details(FeatureVersion version, Schema schema, String location) {}

  /** A line a table. */
  public static List<String> list(List<Entry> entries, Style style) {
    if (entries.isEmpty()) {
      return List.of("no feature tables yet; a pipeline with 'sink/publish-features' makes one");
    }
    TextTable table = TextTable.of("TABLE", ">VERSION", "MADE", "BY RUN", "LIES IN");
    for (Entry entry : entries) {
      FeatureVersion newest = entry.versions().get(0);
      table.row(
          entry.table(),
          Long.toString(newest.version()),
          Quantities.time(newest.time(), ZoneId.systemDefault()),
          newest.run(),
          entry.location());
    }
    return table.lines(style);
  }

  /** A line a version. */
  public static List<String> history(List<FeatureVersion> history, Style style) {
    TextTable table = TextTable.of(">VERSION", "MADE", "BY", "RUN", "");
    for (FeatureVersion version : history) {
      table.row(
          Long.toString(version.version()),
          Quantities.time(version.time(), ZoneId.systemDefault()),
          version.operation(),
          version.run(),
          facts(version));
    }
    return table.lines(style);
  }

  /** A version with its columns. */
  public static List<String> show(Details details, Style style) {
    FeatureVersion version = details.version();
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(version.table()) + " version " + version.version());
    TextTable facts = TextTable.of("", "", "");
    facts.row("", "made", Quantities.time(version.time(), ZoneId.systemDefault()));
    facts.row(
        "",
        "by",
        version.operation() + (version.run().isEmpty() ? "" : " of run " + version.run()));
    facts.row("", "lies in", details.location());
    new TreeMap<>(version.facts()).forEach((name, value) -> facts.row("", name, value));
    lines.addAll(facts.lines(style));
    lines.add("");
    TextTable columns = TextTable.of("COLUMN", "TYPE", "");
    for (Column column : details.schema().columns()) {
      columns.row(column.name(), column.type().text(), column.nullable() ? "" : "never null");
    }
    lines.addAll(columns.lines(style));
    return lines;
  }

  /** A table in a list. */
  public static Map<String, @Nullable Object> json(Entry entry) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("table", entry.table());
    json.put("version", entry.versions().get(0).version());
    json.put("location", entry.location());
    return json;
  }

  /** A version in a list. */
  public static Map<String, @Nullable Object> json(FeatureVersion version) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("version", version.version());
    json.put("time", version.time().toString());
    json.put("operation", version.operation());
    json.put("run", version.run().isEmpty() ? null : version.run());
    json.put("facts", new TreeMap<>(version.facts()));
    return json;
  }

  /** A version with its columns. */
  public static Map<String, @Nullable Object> json(Details details) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("table", details.version().table());
    json.putAll(json(details.version()));
    json.put("location", details.location());
    json.put(
        "columns",
        details.schema().columns().stream()
            .map(column -> column(column.name(), column.type().text()))
            .toList());
    return json;
  }

  private static Map<String, String> column(String name, String type) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("type", type);
    return json;
  }

  private static String facts(FeatureVersion version) {
    return new TreeMap<>(version.facts())
        .entrySet().stream()
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(", "));
  }
}
