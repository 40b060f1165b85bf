package io.millrace.app.command;

import io.millrace.api.requestlog.RequestLogCollector.Collected;
import io.millrace.app.text.Quantities;
import io.millrace.core.Platform;
import io.millrace.core.requests.RequestCollection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings the request logs of servers into a Delta table. */
@CommandLine.Command(
    description = {
      "Appends what servers logged of their requests ('serve … -- --request-log DIR') to a Delta",
      "table, each row exactly once: the table itself knows which segments it has, so this may be",
      "killed, repeated, and run in several places. Segments that are still written wait."
    },
    footer = {
      "  millrace requests collect requests --to tables/requests",
      "  millrace requests collect requests --to tables/requests --prune"
    })
public final class RequestsCollectCommand implements Command {
  @Parameters(paramLabel = "DIR", description = "the directory that servers write segments to")
  private String directory = "";

  @Option(
      names = "--to",
      paramLabel = "TABLE",
      required = true,
      description = "the Delta table; it is made if it is not there")
  private String table = "";

  @Option(
      names = "--prune",
      description = "deletes the segments that are in the table, those of earlier calls too")
  private boolean prune;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public int run(CommandContext context) {
    Path place = context.console().directory().resolve(directory);
    try (Platform<?> platform = Platform.open(engine.on(context.settings()))) {
      show(
          platform
              .requests()
              .collect(
                  place,
                  target(context),
                  prune,
                  text -> context.console().note(MaskedErr.masked("warning: " + text))),
          context);
    }
    return 0;
  }

  /** A path is meant from where the call is made; an address as it is. */
  private String target(CommandContext context) {
    return table.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")
        ? table
        : context.console().directory().resolve(table).toString();
  }

  private void show(RequestCollection.Report report, CommandContext context) {
    Collected collected = report.collected();
    if (context.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("run", report.runOrNull());
      json.put("to", table);
      json.put("segments", collected.segments());
      json.put("rows", collected.rows());
      json.put("damagedLines", collected.damagedLines());
      json.put("version", collected.version() < 0 ? null : collected.version());
      json.put("open", report.open());
      json.put("pruned", report.pruned());
      json.put("seconds", report.seconds());
      JsonOutput.print(context.console(), json);
      return;
    }
    context.console().print(sentence(report));
    if (collected.damagedLines() > 0) {
      context
          .console()
          .print(
              "%s damaged lines are left out: a disk or a crash changed them"
                  .formatted(Quantities.count(collected.damagedLines())));
    }
    if (report.open() > 0) {
      context
          .console()
          .print(
              "%d segments are still written, and come with a later call".formatted(report.open()));
    }
    if (prune) {
      context.console().print("%d segments deleted".formatted(report.pruned()));
    }
  }

  private String sentence(RequestCollection.Report report) {
    Collected collected = report.collected();
    return collected.segments() == 0
        ? "nothing new for %s".formatted(table)
        : "%s rows of %d segments in %s since version %d, in %s"
            .formatted(
                Quantities.count(collected.rows()),
                collected.segments(),
                table,
                collected.version(),
                Quantities.seconds(report.seconds()));
  }
}
