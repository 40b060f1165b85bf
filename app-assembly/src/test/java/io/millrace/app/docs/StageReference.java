package io.millrace.app.docs;

import io.millrace.api.StageKind;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.options.StageDoc;
import io.millrace.core.options.StageDoc.OptionDoc;
import java.util.ArrayList;
import java.util.List;

/** The reference of the stages, made of their options records. */
final class StageReference {
  private StageReference() {}

  /** The page, as Markdown. */
  static String markdown(StageCatalog catalog) {
    List<String> lines = new ArrayList<>();
    lines.add("# Stages");
    lines.add("");
    lines.add("What `millrace stages NAME` tells of every built-in stage. Keys beside `with`");
    lines.add("(`persist`, `retry`, `gates` …) are in [the pipeline file](../pipeline-file.md).");
    for (StageKind kind : StageKind.values()) {
      List<OfferedStage> stages =
          catalog.all().stream().filter(stage -> stage.factory().kind() == kind).toList();
      if (!stages.isEmpty()) {
        lines.add("");
        lines.add("- " + kind.text() + ": " + links(stages));
      }
    }
    catalog.all().forEach(stage -> stage(stage, lines));
    return String.join("\n", lines) + "\n";
  }

  /** The stage as it stands in a file, by its own example. */
  static List<String> fragment(OfferedStage stage) {
    List<String> lines = new ArrayList<>();
    lines.add("- id: " + stage.name().substring(stage.name().indexOf('/') + 1));
    lines.add("  use: " + stage.name());
    String from = from(stage);
    if (!from.isEmpty()) {
      lines.add("  from: " + from);
    }
    String example = stage.factory().example().strip();
    if (!example.isEmpty() && !example.equals("{}")) {
      lines.add("  with:");
      example.lines().forEach(line -> lines.add("    " + line));
    }
    return lines;
  }

  private static String from(OfferedStage stage) {
    return switch (stage.factory().kind()) {
      case INGESTOR -> "";
      case COMBINER ->
          stage.name().equals("combine/join") ? "{ left: orders, right: customers }" : "[a, b]";
      case SPLITTER ->
          stage.name().equals("split/given") ? "{ train: training-rows, test: test-rows }" : "rows";
      case SINK -> "rows";
      case TRANSFORMER -> "parts";
      case TRAINER -> "vector";
      case EVALUATOR -> "model";
      case DEPLOYER -> "quality";
    };
  }

  private static String links(List<OfferedStage> stages) {
    return stages.stream()
        .map(stage -> "[" + stage.name() + "](#" + stage.name().replace("/", "") + ")")
        .reduce((left, right) -> left + ", " + right)
        .orElse("");
  }

  private static void stage(OfferedStage stage, List<String> lines) {
    StageDoc doc = StageDoc.of(stage);
    lines.add("");
    lines.add("## " + doc.name());
    lines.add("");
    lines.add(doc.help() + ".");
    lines.add("");
    if (doc.options().isEmpty()) {
      lines.add("It takes no options.");
    } else {
      lines.add("| option | type | default | what it does |");
      lines.add("| --- | --- | --- | --- |");
      rows(doc.options(), "", lines);
    }
    for (String rule : doc.rules()) {
      lines.add("");
      lines.add("Rule: " + rule + ".");
    }
    lines.add("");
    lines.add("```yaml");
    lines.addAll(fragment(stage));
    lines.add("```");
  }

  private static void rows(List<OptionDoc> options, String prefix, List<String> lines) {
    for (OptionDoc option : options) {
      String name = prefix + option.name();
      String fallback =
          option.required()
              ? "required"
              : option.fallback().isEmpty() ? "none" : code(option.fallback());
      lines.add(
          "| "
              + code(name)
              + " | "
              + cell(option.type())
              + " | "
              + fallback
              + " | "
              + about(option)
              + " |");
      rows(option.fields(), name + ".", lines);
    }
  }

  private static String about(OptionDoc option) {
    List<String> parts = new ArrayList<>();
    if (!option.help().isEmpty()) {
      parts.add(cell(option.help()));
    }
    if (!option.range().isEmpty()) {
      parts.add(cell(option.range()));
    }
    if (option.tunable()) {
      parts.add("tunable");
    }
    if (option.secret()) {
      parts.add("a secret");
    }
    return String.join("; ", parts);
  }

  private static String code(String text) {
    return "`" + cell(text) + "`";
  }

  /** A bar would end the cell. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
