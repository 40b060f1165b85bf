package io.millrace.app.view;

import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import io.millrace.core.home.Home;
import io.millrace.core.home.RunPlaces;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.run.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a person reads at the end of a run: what was done, how good it is, where it lies, what next.
 */
public final class RunSummary {
  private final RunReport report;
  private final Home home;
  private final Optional<Path> page;
  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private RunSummary(RunReport report, Home home, Optional<Path> page, Style style) {
    this.report = report;
    this.home = home;
    this.page = page;
    this.style = style;
  }

  /**
   * The lines of the summary.
   *
   * @param page where the run's report lies
   */
  public static List<String> of(RunReport report, Home home, Optional<Path> page, Style style) {
    return new RunSummary(report, home, page, style).build();
  }

  private List<String> build() {
    headline();
    stages();
    searches();
    metrics();
    lines.addAll(GatesView.lines(report.gates(), style));
    models();
    places();
    next();
    return lines;
  }

  private void headline() {
    lines.add(
        "%s  %s in %s  run %s"
            .formatted(
                style.bold(report.pipeline()),
                StatusText.of(report.status(), style),
                Quantities.seconds(report.seconds()),
                report.run()));
    report.failure().ifPresent(this::failure);
    report.refusals().forEach(refusal -> lines.add(style.bad(refusal.text())));
    boolean reused =
        report.stages().stream().anyMatch(s -> s.status() == StageRecord.Status.REUSED);
    if (!report.engineStarted() && reused && report.status() == RunStatus.DONE) {
      lines.add("Nothing has changed since it was last run: no Spark session was needed.");
    }
  }

  private void failure(RunReport.Failure failure) {
    String stage = failure.stage().isEmpty() ? "" : "stage '" + failure.stage() + "': ";
    lines.add(style.bad("error") + ": [" + failure.code() + "] " + stage + failure.message());
  }

  private void stages() {
    section("");
    TextTable table = TextTable.of("STAGE", "USES", "STATUS", ">TIME", ">ROWS", "");
    report.stages().forEach(stage -> table.row(StageRow.of(stage, style)));
    lines.addAll(table.lines(style));
  }

  private void searches() {
    report
        .searches()
        .forEach(
            (trainer, found) -> {
              section("Search for " + trainer);
              lines.add("  " + search(found));
            });
  }

  private static String search(SearchResult found) {
    String options =
        found.options().entrySet().stream()
            .map(option -> option.getKey() + " = " + option.getValue())
            .collect(Collectors.joining(", "));
    return "%s  (%s, the best of %d trials)"
        .formatted(options, Quantities.metric(found.metric()), found.trials().size());
  }

  private void metrics() {
    if (report.metrics().isEmpty()) {
      return;
    }
    section("Metrics");
    lines.addAll(MetricsView.lines(report.metrics(), style));
    report.stages().stream()
        .flatMap(stage -> MetricsView.tables(stage, style).stream())
        .forEach(lines::add);
  }

  private void models() {
    if (report.models().isEmpty()) {
      return;
    }
    section("Model");
    for (RunReport.Deployed model : report.models()) {
      lines.add("  " + name(model) + aliases(model));
    }
  }

  private String name(RunReport.Deployed model) {
    return style.bold(model.name()) + " version " + model.version();
  }

  private static String aliases(RunReport.Deployed model) {
    return model.aliases().isEmpty() ? "" : "  (" + String.join(", ", model.aliases()) + ")";
  }

  private void places() {
    section("Where things lie");
    TextTable table = TextTable.of("", "", "");
    table.row("", "home", home.root().toString());
    RunPlaces recorded = new RunPlaces(home);
    if (recorded.isElsewhere(report.run())) {
      table.row("", "runs, models", recorded.of(report.run()));
    } else if (!report.models().isEmpty()) {
      table.row("", "models", home.root().resolve("models").toString());
    }
    if (report.stages().stream().anyMatch(stage -> stage.facts().containsKey("table"))) {
      table.row("", "features", home.features().toString());
    }
    lines.addAll(table.lines(style));
  }

  private void next() {
    section("What next");
    Map<String, String> commands = NextCommands.after(report, page.isPresent());
    TextTable table = TextTable.of("", "", "");
    commands.forEach((command, why) -> table.row("", command, style.faint(why)));
    lines.addAll(table.lines(style));
  }

  private void section(String title) {
    lines.add("");
    if (!title.isEmpty()) {
      lines.add(style.bold(title));
    }
  }
}
