package io.millrace.app.view;

import io.millrace.api.schema.Column;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackagePart;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Registered models. */
public final class ModelsView {
  private ModelsView() {}

  /**
   * A model in a list.
   *
   * @param name its name
   * @param versions the newest first
   * @param aliases by name
   */
  public record Entry(String name, List<ModelVersion> versions, Map<String, Integer> aliases) {}

  /**
   * A version with all that is known of it.
   *
   * @param version as the registry has it
   * @param found its package
   * @param aliases of the model
   * @param moves of the model's aliases, the newest first
   */
  public record Details(
      ModelVersion version,
      ModelPackage found,
      Map<String, Integer> aliases,
      List<AliasMove> moves) {
    /** The aliases that name this version. */
    List<String> ownAliases() {
      return aliases.entrySet().stream()
          .filter(alias -> alias.getValue() == version.version())
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  /** A line a model. */
  public static List<String> list(List<Entry> entries, Style style) {
    if (entries.isEmpty()) {
      return List.of("no models yet; a pipeline with 'deploy/registry' registers one");
    }
    TextTable table = TextTable.of("MODEL", ">NEWEST", "REGISTERED", "ALIASES");
    for (Entry entry : entries) {
      ModelVersion newest = entry.versions().get(0);
      table.row(
          entry.name(),
          Integer.toString(newest.version()),
          Quantities.time(newest.time(), ZoneId.systemDefault()),
          aliases(entry.aliases()));
    }
    return table.lines(style);
  }

  /** All that is known of a version. */
  public static List<String> show(Details details, Style style) {
    ModelVersion version = details.version();
    PackageDescription description = details.found().description();
    List<String> lines = new ArrayList<>();
    lines.add(
        style.bold(version.model())
            + " version "
            + version.version()
            + (details.ownAliases().isEmpty() ? "" : "  " + details.ownAliases()));
    TextTable facts = TextTable.of("", "", "");
    facts.row("", "registered", Quantities.time(version.time(), ZoneId.systemDefault()));
    facts.row("", "by run", version.run());
    facts.row("", "package", details.found().directory().toString());
    details
        .found()
        .part(PackagePart.SPARK_ML)
        .ifPresent(part -> facts.row("", "for Spark ML", part + ", a PipelineModel"));
    facts.row("", "predicts", description.label().orElse("no label"));
    facts.row("", "classes", String.join(", ", description.classes()));
    description
        .lineage()
        .dataVersions()
        .forEach((id, data) -> facts.row("", "data of " + id, data));
    description
        .lineage()
        .featureTables()
        .forEach((table, number) -> facts.row("", "features", table + " version " + number));
    lines.addAll(facts.lines(style));
    columns("Takes", description.signature().inputs(), lines, style);
    columns("Gives", description.signature().outputs(), lines, style);
    steps(description, lines, style);
    metrics(version, lines, style);
    moves(details.moves(), lines, style);
    return lines;
  }

  /** A model in a list. */
  public static Map<String, @Nullable Object> json(Entry entry) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", entry.name());
    json.put("versions", entry.versions().stream().map(ModelVersion::version).toList());
    json.put("aliases", new TreeMap<>(entry.aliases()));
    return json;
  }

  /** A version with all that is known of it. */
  public static Map<String, @Nullable Object> json(Details details) {
    ModelVersion version = details.version();
    PackageDescription description = details.found().description();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", version.model());
    json.put("version", version.version());
    json.put("aliases", details.ownAliases());
    json.put("registered", version.time().toString());
    json.put("run", version.run());
    json.put("packageHash", version.packageHash());
    json.put("package", details.found().directory().toString());
    json.put("label", description.label().orElse(null));
    json.put("classes", description.classes());
    json.put("inputs", description.signature().inputs().stream().map(ModelsView::column).toList());
    json.put(
        "outputs", description.signature().outputs().stream().map(ModelsView::column).toList());
    json.put("metrics", new TreeMap<>(version.metrics()));
    json.put("data", description.lineage().dataVersions());
    json.put("features", description.lineage().featureTables());
    json.put("moves", details.moves().stream().map(MovesView::json).toList());
    return json;
  }

  private static String aliases(Map<String, Integer> aliases) {
    return new TreeMap<>(aliases)
        .entrySet().stream()
            .map(alias -> alias.getKey() + " = " + alias.getValue())
            .collect(Collectors.joining(", "));
  }

  private static void columns(String title, List<Column> columns, List<String> lines, Style style) {
    lines.add("");
    lines.add(style.bold(title));
    TextTable table = TextTable.of("", "", "");
    columns.forEach(column -> table.row("", column.name(), column.type().text()));
    lines.addAll(table.lines(style));
  }

  private static void steps(PackageDescription description, List<String> lines, Style style) {
    lines.add("");
    lines.add(style.bold("Steps"));
    TextTable table = TextTable.of("", "", "");
    description.steps().forEach(step -> table.row("", step.stage(), step.use()));
    lines.addAll(table.lines(style));
  }

  private static void metrics(ModelVersion version, List<String> lines, Style style) {
    if (version.metrics().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Metrics"));
    TextTable table = TextTable.of("", "", ">");
    new TreeMap<>(version.metrics())
        .forEach((name, value) -> table.row("", name, Quantities.metric(value)));
    lines.addAll(table.lines(style));
  }

  private static void moves(List<AliasMove> moves, List<String> lines, Style style) {
    if (moves.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Moves of aliases"));
    lines.addAll(MovesView.table(moves, style));
  }

  private static Map<String, @Nullable Object> column(Column column) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", column.name());
    json.put("type", column.type().text());
    return json;
  }
}
