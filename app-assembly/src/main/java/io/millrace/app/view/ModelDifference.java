package io.millrace.app.view;

import io.millrace.api.schema.Column;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackagePart;
import io.millrace.model.PackageStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Versions of models side by side. */
public final class ModelDifference {
  private ModelDifference() {}

  /**
   * A version and its package.
   *
   * @param version as the registry has it
   * @param found its package
   */
  public record Entry(ModelVersion version, ModelPackage found) {
    private PackageDescription description() {
      return found.description();
    }
  }

  /** As text: all metrics, and of everything else what differs. */
  public static List<String> text(List<Entry> entries, Style style) {
    return new SideBySide<>(entries, e -> e.version().model() + ":" + e.version().version())
        .all("metric ", e -> texts(e.version().metrics(), Quantities::metric))
        .different("takes ", e -> columns(e.description().signature().inputs()))
        .different("gives ", e -> columns(e.description().signature().outputs()))
        .different("", ModelDifference::facts)
        .different("data of ", e -> e.description().lineage().dataVersions())
        .different(
            "features ", e -> texts(e.description().lineage().featureTables(), String::valueOf))
        .different("step ", ModelDifference::steps)
        .different("code of ", ModelDifference::code)
        .different("has ", ModelDifference::parts)
        .table()
        .lines(style);
  }

  /** As a document. */
  public static Map<String, @Nullable Object> json(List<Entry> entries) {
    return Map.of("models", entries.stream().map(ModelDifference::json).toList());
  }

  private static Map<String, Object> json(Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", entry.version().model());
    json.put("version", entry.version().version());
    json.put("packageHash", entry.found().packageHash());
    json.put("metrics", new TreeMap<>(entry.version().metrics()));
    json.put("inputs", columns(entry.description().signature().inputs()));
    json.put("outputs", columns(entry.description().signature().outputs()));
    json.put("facts", facts(entry));
    json.put("data", entry.description().lineage().dataVersions());
    json.put("features", entry.description().lineage().featureTables());
    json.put("steps", steps(entry));
    json.put("parts", parts(entry));
    return json;
  }

  private static Map<String, String> facts(Entry entry) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", entry.version().run());
    facts.put("pipeline", entry.description().pipeline());
    facts.put("predicts", entry.description().label().orElse("no label"));
    facts.put("classes", String.join(", ", entry.description().classes()));
    return facts;
  }

  private static Map<String, String> columns(List<Column> columns) {
    Map<String, String> texts = new LinkedHashMap<>();
    columns.forEach(column -> texts.put(column.name(), column.type().text()));
    return texts;
  }

  /** Each step with its options: {@code transform/scale}, and a line an option. */
  private static Map<String, String> steps(Entry entry) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (PackageStep step : entry.description().steps()) {
      texts.put(step.stage(), step.use());
      step.options()
          .forEach((name, value) -> texts.put(step.stage() + "." + name, String.valueOf(value)));
    }
    return texts;
  }

  private static Map<String, String> code(Entry entry) {
    Map<String, String> texts = new LinkedHashMap<>();
    entry
        .description()
        .steps()
        .forEach(step -> texts.put(step.stage(), step.codeHash().substring(0, 12)));
    return texts;
  }

  private static Map<String, String> parts(Entry entry) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (PackagePart part : PackagePart.values()) {
      texts.put(part.path(), entry.found().part(part).isPresent() ? "yes" : "no");
    }
    return texts;
  }

  private static <V> Map<String, String> texts(
      Map<String, V> values, java.util.function.Function<V, String> text) {
    Map<String, String> texts = new TreeMap<>();
    values.forEach((name, value) -> texts.put(name, text.apply(value)));
    return texts;
  }
}
