package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunRecord;
import io.millrace.console.report.RunReportPage;
import io.millrace.core.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the report of a run. */
@CommandLine.Command(
    description = {
      "Writes the report of a run: one HTML page that works offline, with the pipeline, its figures"
          + " in",
      "charts, trials, gates, data, cost and settings. Every run writes it at its end; this writes"
          + " it",
      "again, as the run and its models stand now."
    },
    footer = {"  millrace report last --open", "  millrace report RUN --to report.html"})
public final class ReportCommand implements Command {
  @Parameters(paramLabel = "RUN", description = "the run's id, or 'last'")
  private String run = "";

  @Option(names = "--to", paramLabel = "FILE", description = "also writes a copy there")
  private @Nullable Path to;

  @Option(names = "--open", description = "shows it in the browser")
  private boolean open;

  @Override
  public int run(CommandContext context) {
    RunRecord record = Recorded.run(run, context);
    if (record.start().kind() != RunKind.PIPELINE) {
      throw Arguments.invalid(
          "run %s is no pipeline's (%s), so it has no report; 'millrace runs show %s' tells what it did"
              .formatted(record.start().run(), record.start().kind().text(), record.start().run()));
    }
    try (Platform<?> platform = Platform.open(context.settings())) {
      Path kept = new RunReportPage(platform.tracking()).keep(record);
      Path shown = to == null ? kept : copy(kept, context.console().directory().resolve(to));
      tell(record.start().run(), shown, context);
      if (open) {
        Browser.show(shown.toUri());
      }
    }
    return 0;
  }

  private static Path copy(Path from, Path to) {
    Path target = to.toAbsolutePath().normalize();
    try {
      return Files.copy(from, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the report can't be written to %s: %s".formatted(target, e),
          e);
    }
  }

  private static void tell(String run, Path page, CommandContext context) {
    if (context.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("run", run);
      json.put("report", page.toString());
      JsonOutput.print(context.console(), json);
    } else {
      context.console().print(page.toString());
    }
  }
}
