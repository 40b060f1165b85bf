package io.millrace.app.view;

import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import io.millrace.core.options.Option;
import io.millrace.core.options.StageDoc;
import io.millrace.core.options.StageDoc.OptionDoc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reference of a stage. */
public final class StageDocView {
  private StageDocView() {}

  /** As text: what it does, its options, and an example. */
  public static List<String> text(StageDoc doc, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(doc.name()) + "  (" + doc.kind() + ", " + doc.origin() + ")");
    lines.add(doc.help() + ".");
    lines.add("");
    TextTable options = TextTable.of("OPTION", "TYPE", "DEFAULT", "WHAT IT DOES");
    addAll(doc.options(), "", options);
    lines.addAll(options.isEmpty() ? List.of("It takes no options.") : options.lines(style));
    for (String rule : doc.rules()) {
      lines.add("");
      lines.add(rule);
    }
    lines.add("");
    lines.add(style.bold("Example"));
    lines.add("  - id: " + doc.kind());
    lines.add("    use: " + doc.name());
    if (!doc.example().isBlank()) {
      lines.add("    with:");
      doc.example().lines().forEach(line -> lines.add("      " + line));
    }
    return lines;
  }

  /** As a document. */
  public static Map<String, @Nullable Object> json(StageDoc doc) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", doc.name());
    json.put("kind", doc.kind());
    json.put("help", doc.help());
    json.put("origin", doc.origin());
    json.put("example", doc.example());
    json.put("options", doc.options().stream().map(StageDocView::json).toList());
    json.put("rules", doc.rules());
    return json;
  }

  private static void addAll(List<OptionDoc> options, String prefix, TextTable table) {
    for (OptionDoc option : options) {
      String name = prefix + option.name();
      table.row(
          name, option.type(), option.required() ? "required" : option.fallback(), about(option));
      addAll(option.fields(), name + ".", table);
    }
  }

  private static String about(OptionDoc option) {
    List<String> parts = new ArrayList<>();
    if (!option.help().isEmpty()) {
      parts.add(option.help());
    }
    if (!option.range().isEmpty()) {
      parts.add(option.range());
    }
    if (option.tunable()) {
      parts.add("tunable");
    }
    if (option.secret()) {
      parts.add("a secret");
    }
    return String.join("; ", parts);
  }

  private static Map<String, @Nullable Object> json(OptionDoc option) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", option.name());
    json.put("type", option.type());
    json.put("required", option.required());
    json.put("default", option.fallback().isEmpty() ? null : option.fallback());
    json.put("range", option.range().isEmpty() ? null : option.range());
    json.put("help", option.help());
    json.put("tunable", option.tunable());
    json.put("columns", option.columns() == Option.Columns.NONE ? null : columns(option));
    json.put("secret", option.secret());
    json.put("options", option.fields().stream().map(StageDocView::json).toList());
    return json;
  }

  private static String columns(OptionDoc option) {
    return option.columns() == Option.Columns.INPUT ? "input" : "output";
  }
}
