package io.millrace.app.view;

import io.millrace.api.Combiner;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import io.millrace.api.schema.Schema;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.SearchSettings;
import io.millrace.core.plan.Persistence;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlannedSearch;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.tune.SearchStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The DAG as it would run: order, fit scope, caching and why, what is reused, what is servable. */
public final class PlanView {
  private static final String ENGINE_ONLY = "engine only";

  private PlanView() {}

  /**
   * As text.
   *
   * @param jar finds the jar of a stage that comes from a plugin
   */
  public static List<String> text(
      Plan<?> plan, Function<PipelineStage<?>, Optional<Path>> jar, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(plan.pipeline().name()) + ": " + counts(plan));
    lines.add("");
    TextTable table =
        TextTable.of("STAGE", "USES", "FROM", "WOULD", "FITS ON", "EXPORTS", "ROWS FOR");
    plan.stages().forEach(stage -> table.row(row(plan, stage)));
    lines.addAll(table.lines(style));
    searches(plan, lines, style);
    manners(plan, lines, style);
    sharedPasses(plan, lines, style);
    persisted(plan, lines, style);
    packages(PackageForecast.of(plan, jar), lines, style);
    return lines;
  }

  /** As a document; {@code jar} as for the text. */
  public static Map<String, @Nullable Object> json(
      Plan<?> plan, Function<PipelineStage<?>, Optional<Path>> jar) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("pipeline", plan.pipeline().name());
    document.put("stages", plan.stages().stream().map(stage -> json(plan, stage)).toList());
    document.put("packages", PackageForecast.of(plan, jar).stream().map(PlanView::json).toList());
    return document;
  }

  private static String counts(Plan<?> plan) {
    return "%d stages to run, %d reused, %d skipped"
        .formatted(
            count(plan, PlannedStage.Action.WORK),
            count(plan, PlannedStage.Action.REUSE),
            count(plan, PlannedStage.Action.SKIP));
  }

  private static long count(Plan<?> plan, PlannedStage.Action action) {
    return plan.stages().stream().filter(stage -> stage.action() == action).count();
  }

  private static List<String> row(Plan<?> plan, PlannedStage<?> planned) {
    PipelineStage<?> stage = planned.stage();
    return List.of(
        planned.id(),
        stage.use(),
        inputs(stage),
        action(planned),
        fitScope(stage),
        exports(plan, stage),
        String.join(", ", planned.rowsFor()));
  }

  private static String inputs(PipelineStage<?> stage) {
    return stage.inputs().entrySet().stream()
        .map(
            input ->
                input.getKey().equals("input") || input.getKey().equals(input.getValue())
                    ? input.getValue()
                    : input.getKey() + ": " + input.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String action(PlannedStage<?> planned) {
    return switch (planned.action()) {
      case WORK -> "run";
      case REUSE -> planned.rowsFor().isEmpty() ? "reuse" : "reuse, read again";
      case SKIP -> "skip";
    };
  }

  private static String fitScope(PipelineStage<?> stage) {
    if (stage.kind() == StageKind.TRAINER) {
      return "train";
    }
    if (stage.stage() instanceof Transformer<?> transformer && transformer.learns()) {
      return stage.settings().fitOnAll() ? "all rows" : "train";
    }
    return "";
  }

  private static String exports(Plan<?> plan, PipelineStage<?> stage) {
    if (stage.kind() != StageKind.TRAINER && stage.kind() != StageKind.TRANSFORMER) {
      return "";
    }
    if (stage.stage() instanceof Exportable exportable) {
      Schema input = plan.pipeline().stage(stage.inputs().values().iterator().next()).schema();
      String forms =
          exportable.exportForms().stream()
              .filter(form -> exportable.obstacle(form, input).isEmpty())
              .map(ExportForm::text)
              .sorted()
              .collect(Collectors.joining(", "));
      return forms.isEmpty() ? ENGINE_ONLY : forms;
    }
    return ENGINE_ONLY;
  }

  private static void searches(Plan<?> plan, List<String> lines, Style style) {
    List<? extends PlannedSearch<?>> active =
        plan.searches().stream().filter(PlannedSearch::active).toList();
    if (active.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Searches"));
    for (PlannedSearch<?> search : active) {
      lines.add("  " + text(search));
      lines.addAll(varied(search));
    }
  }

  private static String text(PlannedSearch<?> search) {
    SearchSettings settings = search.tuning().search();
    int most = SearchStrategy.of(search.tuning(), 0).most();
    String trials = most == Integer.MAX_VALUE ? "trials" : most + " trials";
    return "%s: %s of %s search%s by %s.%s, folds by %s%s"
        .formatted(
            search.way().trainer().id(),
            trials,
            settings.kind().text(),
            limits(settings),
            search.tuning().evaluator(),
            search.tuning().metric(),
            search.tuning().folds().use(),
            search.isPending() ? "; stages after it may change with what it chooses" : "; kept");
  }

  private static String limits(SearchSettings settings) {
    List<String> limits = new ArrayList<>();
    Optional.ofNullable(settings.halvingOrNull()).ifPresent(halving -> limits.add(halving.text()));
    settings.time().ifPresent(time -> limits.add("%d min at most".formatted(time.toMinutes())));
    Optional.ofNullable(settings.patienceOrNull())
        .ifPresent(patience -> limits.add("until %d bring nothing better".formatted(patience)));
    return limits.isEmpty() ? "" : " (" + String.join("; ", limits) + ")";
  }

  private static List<String> varied(PlannedSearch<?> search) {
    List<String> lines = new ArrayList<>();
    for (Axis axis : search.tuning().space()) {
      String when =
          axis.when().entrySet().stream()
              .map(other -> other.getKey().text() + " in " + other.getValue())
              .collect(Collectors.joining(", "));
      lines.add(
          "    %s: %s%s"
              .formatted(
                  axis.option().text(),
                  axis.domain().text(),
                  when.isEmpty() ? "" : ", if " + when));
    }
    return lines;
  }

  private static void manners(Plan<?> plan, List<String> lines, Style style) {
    TextTable table = TextTable.of("", "", "");
    boolean some = false;
    for (PlannedStage<?> stage : plan.stages()) {
      String manner = String.join("; ", manner(stage.stage()));
      if (stage.isActive() && !manner.isEmpty()) {
        table.row("", stage.id(), manner);
        some = true;
      }
    }
    if (some) {
      lines.add("");
      lines.add(style.bold("Carried out"));
      lines.addAll(table.lines(style));
    }
  }

  /** How a stage goes about its work, as far as it is known beforehand. */
  private static List<String> manner(PipelineStage<?> stage) {
    List<String> clauses = new ArrayList<>();
    if (stage.stage() instanceof Combiner<?> combiner) {
      combiner.manner().ifPresent(clauses::add);
    }
    stage
        .settings()
        .partitionCount()
        .ifPresent(count -> clauses.add("cut into %d partitions".formatted(count)));
    if (stage.settings().broadcast()) {
      clauses.add("sent to every worker that joins it (broadcast: true)");
    }
    if (stage.settings().checkpoint()) {
      clauses.add("its rows are kept on disk (checkpoint: true)");
    }
    if (stage.settings().persist().filter("none"::equals).isPresent()) {
      clauses.add("never kept in memory (persist: none)");
    }
    return clauses;
  }

  private static void sharedPasses(Plan<?> plan, List<String> lines, Style style) {
    Map<String, List<String>> followers = new LinkedHashMap<>();
    plan.sharedPasses()
        .forEach(
            (stage, leader) ->
                followers.computeIfAbsent(leader, id -> new ArrayList<>()).add(stage));
    if (followers.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Learnt in one pass"));
    followers.forEach(
        (leader, others) -> lines.add("  " + leader + ", with it " + String.join(", ", others)));
  }

  private static void persisted(Plan<?> plan, List<String> lines, Style style) {
    List<? extends PlannedStage<?>> persisted =
        plan.stages().stream().filter(stage -> stage.persistence().isPresent()).toList();
    if (persisted.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Kept in memory"));
    TextTable table = TextTable.of("", "", "", "", "");
    for (PlannedStage<?> stage : persisted) {
      Persistence kept = stage.persistence().orElseThrow();
      table.row(
          "", stage.id(), kept.level(), "until " + String.join(", ", kept.until()), kept.why());
    }
    lines.addAll(table.lines(style));
  }

  private static void packages(List<PackageForecast> forecasts, List<String> lines, Style style) {
    if (forecasts.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Model packages"));
    for (PackageForecast forecast : forecasts) {
      lines.add("  " + forecast.deployer() + ", with the model of " + forecast.trainer());
      forecast.text().forEach(clause -> lines.add("    " + clause));
    }
  }

  private static Map<String, @Nullable Object> json(PackageForecast forecast) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("deployer", forecast.deployer());
    json.put("trainer", forecast.trainer());
    json.put("noScoring", forecast.noScoring());
    json.put("noSparkMl", forecast.noStock());
    json.put(
        "plugins",
        forecast.plugins().stream().map(jar -> String.valueOf(jar.getFileName())).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(Plan<?> plan, PlannedStage<?> planned) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", planned.id());
    json.put("use", planned.stage().use());
    json.put("from", planned.stage().inputs());
    json.put("action", action(planned).replace(", read again", ""));
    json.put("rowsFor", planned.rowsFor());
    json.put("fitsOn", fitScope(planned.stage()));
    json.put("manner", manner(planned.stage()));
    json.put("learnsWith", plan.sharedPasses().get(planned.id()));
    json.put("exports", exports(plan, planned.stage()));
    json.put("fingerprint", planned.fingerprint());
    json.put("dataVersion", planned.dataVersion());
    json.put("persisted", planned.persistence().map(PlanView::json).orElse(null));
    return json;
  }

  private static Map<String, @Nullable Object> json(Persistence kept) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("level", kept.level());
    json.put("until", kept.until());
    json.put("why", kept.why());
    return json;
  }
}
