package io.millrace.app.command;

import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.app.view.RunsView;
import io.millrace.core.Platform;
import io.millrace.core.run.RunHistory;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Lists recorded runs. */
@CommandLine.Command(
    description = "Lists runs, the newest first.",
    footer = {"  millrace runs list", "  millrace runs list --pipeline churn --status failed"})
public final class RunsListCommand implements Command {
  @Option(names = "--pipeline", paramLabel = "NAME", description = "only runs of this pipeline")
  private @Nullable String pipeline;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "only runs that stand so: running, done, refused, failed, interrupted")
  private @Nullable String status;

  @Option(names = "--limit", paramLabel = "N", description = "at most so many", defaultValue = "20")
  private int limit = 20;

  @Override
  public int run(CommandContext context) {
    RunQuery query = new RunQuery(pipeline, chosenStatus(), limit);
    List<RunRecord> runs = List.of();
    if (context.hasHistory()) {
      try (Platform<?> platform = Platform.open(context.settings())) {
        runs = new RunHistory(platform.tracking(), Clock.systemUTC()).runs(query);
      }
    }
    if (context.json()) {
      JsonOutput.print(
          context.console(), Map.of("runs", runs.stream().map(RunsView::json).toList()));
    } else {
      context.console().print(RunsView.list(runs, context.style()));
    }
    return 0;
  }

  private @Nullable RunStatus chosenStatus() {
    if (status == null) {
      return null;
    }
    for (RunStatus known : RunStatus.values()) {
      if (known.text().equals(status)) {
        return known;
      }
    }
    String names =
        Arrays.stream(RunStatus.values()).map(RunStatus::text).collect(Collectors.joining(", "));
    throw Arguments.invalid("--status takes " + names + ", not '" + status + "'");
  }
}
