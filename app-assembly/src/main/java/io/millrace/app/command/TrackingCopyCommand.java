package io.millrace.app.command;

import io.millrace.api.tracking.Tracking;
import io.millrace.core.copy.CopyReport;
import io.millrace.core.copy.CopyReport.Count;
import io.millrace.core.copy.TrackingCopy;
import io.millrace.core.wiring.TrackingAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies runs and models from one tracking back end into another. */
@CommandLine.Command(
    description = {
      "Copies runs (stages, metrics, trials, documents, files) and models (versions with their",
      "packages, aliases and their history) from one place where they are recorded into another.",
      "What is there already is left alone: a copy that was interrupted goes on when it is called",
      "again. All that is copied is read back and compared; what the target holds otherwise is told,",
      "and the exit code is 5 then. 'home' stands for the home's own database."
    },
    footer = {
      "  millrace tracking copy home jdbc:postgresql://db.example/ml --dry-run",
      "  millrace tracking copy home jdbc:postgresql://db.example/ml",
      "  millrace tracking copy sqlite:/mnt/old/tracking.db mlflow:http://mlflow.example:5000"
    })
public final class TrackingCopyCommand implements Command {
  private static final String HOME = "home";
  private static final int EVERY = 100;

  @Parameters(
      index = "0",
      paramLabel = "FROM",
      description = "an address as of --tracking, or home")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "an address as of --tracking, or home")
  private String to = "";

  @Option(names = "--dry-run", description = "only tell")
  private boolean dryRun;

  @Override
  public int run(CommandContext context) {
    String source = address(from, context);
    String target = address(to, context);
    if (source.equals(target)) {
      throw Arguments.invalid("FROM and TO are the same place");
    }
    if (TrackingAddress.isUnmade(source)) {
      throw Arguments.invalid(
          "nothing was recorded in " + TrackingAddress.shown(source) + " yet: it is not there");
    }
    CopyReport report;
    try (Tracking read = TrackingAddress.open(source, context.settings());
        // To tell what would be copied, no database is made.
        Tracking written =
            TrackingAddress.open(
                dryRun && TrackingAddress.isUnmade(target) ? "memory:" : target,
                context.settings())) {
      report = new TrackingCopy(read, written, dryRun, progress(context)).execute();
    }
    show(report, source, target, context);
    return report.problems().isEmpty() ? 0 : 5;
  }

  private static String address(String word, CommandContext context) {
    return word.equals(HOME) ? context.home().tracking().toString() : word;
  }

  private static TrackingCopy.Listener progress(CommandContext context) {
    return (what, count, all) -> {
      if (!context.quiet() && count % EVERY == 0) {
        context.console().note("%d of %d %s".formatted(count, all, what));
      }
    };
  }

  private void show(CopyReport report, String source, String target, CommandContext context) {
    if (context.json()) {
      JsonOutput.print(context.console(), json(report, source, target));
      return;
    }
    line("runs", report.runs(), context);
    line("versions of models", report.versions(), context);
    line("moves of aliases", report.moves(), context);
    report.problems().forEach(problem -> context.console().print("differs: " + problem));
  }

  private void line(String what, Count count, CommandContext context) {
    context
        .console()
        .print(
            "%s: %d found, %d there already, %d %s"
                .formatted(
                    what,
                    count.found(),
                    count.present(),
                    count.copied(),
                    dryRun ? "would be copied" : "copied"));
  }

  private Map<String, Object> json(CopyReport report, String source, String target) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", TrackingAddress.shown(source));
    json.put("to", TrackingAddress.shown(target));
    json.put("dryRun", dryRun);
    json.put("runs", json(report.runs()));
    json.put("versions", json(report.versions()));
    json.put("moves", json(report.moves()));
    json.put("differences", report.problems());
    return json;
  }

  private static Map<String, Object> json(Count count) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("found", count.found());
    json.put("present", count.present());
    json.put("copied", count.copied());
    return json;
  }
}
