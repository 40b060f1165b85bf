package io.millrace.app.view;

import io.millrace.api.StageKind;
import io.millrace.app.text.Style;
import io.millrace.core.plan.PlanDifference;
import io.millrace.core.plan.PlanDifference.Changed;
import io.millrace.core.plan.PlanDifference.Stage;
import io.millrace.core.plan.PlanDifference.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a plan differs from another. */
public final class PlanDifferenceView {
  /** What learns from rows: to do that anew is what costs. */
  private static final Set<StageKind> FITTED = Set.of(StageKind.TRANSFORMER, StageKind.TRAINER);

  private PlanDifferenceView() {}

  /**
   * As text.
   *
   * @param against what the plan is compared with, as the user named it
   */
  public static List<String> text(
      String pipeline, String against, PlanDifference difference, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(pipeline) + " against " + against);
    if (difference.isEmpty()) {
      lines.add("no difference");
    }
    difference.removed().forEach(stage -> lines.add(style.bad("- " + named(stage))));
    difference.added().forEach(stage -> lines.add(style.good("+ " + named(stage))));
    for (Changed changed : difference.changed()) {
      lines.add(style.bold("~ " + named(changed.stage())));
      changed.values().forEach((path, values) -> lines.add("    " + path + ": " + shown(values)));
      changed.gatesRemoved().forEach(gate -> lines.add(style.bad("    - gate " + gate)));
      changed.gatesAdded().forEach(gate -> lines.add(style.good("    + gate " + gate)));
    }
    anew(difference).forEach((what, ids) -> lines.add(what + ": " + String.join(", ", ids)));
    return lines;
  }

  /** As Markdown, for a comment; what users named is shown as code, so none of it is markup. */
  public static List<String> markdown(String pipeline, String against, PlanDifference difference) {
    List<String> lines = new ArrayList<>();
    lines.add("### " + code(pipeline) + " against " + code(against));
    lines.add("");
    if (difference.isEmpty()) {
      lines.add("No difference: a run would do what it does there.");
      return lines;
    }
    lines.add("| | stage | what |");
    lines.add("| --- | --- | --- |");
    difference.removed().forEach(stage -> lines.add(row("removed", stage, code(stage.use()))));
    difference.added().forEach(stage -> lines.add(row("added", stage, code(stage.use()))));
    for (Changed changed : difference.changed()) {
      changed
          .values()
          .forEach(
              (path, values) ->
                  lines.add(
                      row(
                          "changed",
                          changed.stage(),
                          "%s: %s → %s"
                              .formatted(
                                  code(path), said(values.before()), said(values.after())))));
      changed
          .gatesRemoved()
          .forEach(gate -> lines.add(row("gate removed", changed.stage(), code(gate))));
      changed
          .gatesAdded()
          .forEach(gate -> lines.add(row("gate added", changed.stage(), code(gate))));
    }
    lines.add("");
    anew(difference)
        .forEach(
            (what, ids) ->
                lines.add(
                    "- **%s**: %s"
                        .formatted(
                            what,
                            ids.stream()
                                .map(PlanDifferenceView::code)
                                .collect(Collectors.joining(", ")))));
    return lines;
  }

  /** As a document. */
  public static Map<String, @Nullable Object> json(
      String pipeline, String against, PlanDifference difference) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("pipeline", pipeline);
    json.put("against", against);
    json.put("added", difference.added().stream().map(PlanDifferenceView::json).toList());
    json.put("removed", difference.removed().stream().map(PlanDifferenceView::json).toList());
    json.put("changed", difference.changed().stream().map(PlanDifferenceView::json).toList());
    json.put("anew", difference.anew().stream().map(Stage::id).toList());
    json.put("fittedAnew", fittedAnew(difference));
    json.put("work", difference.work());
    return json;
  }

  private static Map<String, @Nullable Object> json(Stage stage) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", stage.id());
    json.put("use", stage.use());
    return json;
  }

  private static Map<String, @Nullable Object> json(Changed changed) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    changed
        .values()
        .forEach(
            (path, value) -> {
              Map<String, @Nullable Object> both = new LinkedHashMap<>();
              both.put("before", value.before());
              both.put("after", value.after());
              values.put(path, both);
            });
    Map<String, @Nullable Object> json = json(changed.stage());
    json.put("values", values);
    json.put("gatesAdded", changed.gatesAdded());
    json.put("gatesRemoved", changed.gatesRemoved());
    json.put("yieldsOther", changed.yieldsOther());
    return json;
  }

  /** What would be fitted anew, and what else would be done anew, by what it is called. */
  private static Map<String, List<String>> anew(PlanDifference difference) {
    Map<String, List<String>> anew = new LinkedHashMap<>();
    List<String> fitted = fittedAnew(difference);
    if (!fitted.isEmpty()) {
      anew.put("fitted anew", fitted);
    }
    List<String> others =
        difference.anew().stream()
            .filter(stage -> !FITTED.contains(stage.kind()))
            .map(Stage::id)
            .toList();
    if (!others.isEmpty()) {
      anew.put("done anew for what they read", others);
    }
    anew.put(
        "a run here would work on",
        difference.work().isEmpty() ? List.of("nothing") : difference.work());
    return anew;
  }

  private static List<String> fittedAnew(PlanDifference difference) {
    List<Stage> all = new ArrayList<>(difference.added());
    difference.changed().stream()
        .filter(Changed::yieldsOther)
        .map(Changed::stage)
        .forEach(all::add);
    all.addAll(difference.anew());
    return all.stream().filter(stage -> FITTED.contains(stage.kind())).map(Stage::id).toList();
  }

  private static String named(Stage stage) {
    return stage.id() + " (" + stage.use() + ")";
  }

  private static String shown(Values values) {
    return plain(values.before()) + " -> " + plain(values.after());
  }

  private static String plain(@Nullable Object value) {
    return value == null ? "not given" : value.toString();
  }

  private static String said(@Nullable Object value) {
    return value == null ? "not given" : code(value.toString());
  }

  private static String row(String what, Stage stage, String more) {
    return "| %s | %s | %s |".formatted(what, code(stage.id()), more);
  }

  /** As code between more backticks than it holds in a row, in a cell of a table. */
  private static String code(String text) {
    String line = text.replaceAll("\\s+", " ").replace("|", "\\|");
    int ticks = 0;
    for (int run = 0, i = 0; i < line.length(); i++) {
      run = line.charAt(i) == '`' ? run + 1 : 0;
      ticks = Math.max(ticks, run);
    }
    String fence = "`".repeat(ticks + 1);
    return ticks == 0 ? fence + line + fence : fence + " " + line + " " + fence;
  }
}
