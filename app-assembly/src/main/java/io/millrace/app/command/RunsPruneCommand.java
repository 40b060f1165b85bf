package io.millrace.app.command;

import io.millrace.api.tracking.RunRecord;
import io.millrace.app.view.RunsView;
import io.millrace.core.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Forgets old runs. */
@CommandLine.Command(
    description = {
      "Forgets runs that ended, except the newest of each pipeline and those whose model is"
          + " registered;",
      "of runs that scored, followed, served or collected, the newest of each model or table stay.",
      "What they kept is deleted by 'millrace gc'."
    },
    footer = {
      "  millrace runs prune --keep 10 --dry-run     what would be forgotten",
      "  millrace runs prune --keep 10 --older-than 30d"
    })
public final class RunsPruneCommand implements Command {
  @Option(
      names = "--keep",
      paramLabel = "N",
      required = true,
      description = "so many runs of each pipeline stay, and of each other kind and model")
  private int keep;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description = "only runs that started longer ago, as 30d or 12h",
      defaultValue = "0s")
  private String olderThan = "0s";

  @Option(names = "--dry-run", description = "only tell")
  private boolean dryRun;

  @Override
  public int run(CommandContext context) {
    if (keep < 0) {
      throw Arguments.invalid("--keep takes a count, not " + keep);
    }
    Duration age = Arguments.age("--older-than", olderThan);
    List<RunRecord> pruned = List.of();
    if (context.hasHistory()) {
      try (Platform<?> platform = Platform.open(context.settings())) {
        pruned = platform.housekeeping().prune(keep, age, dryRun);
      }
    }
    if (context.json()) {
      JsonOutput.print(
          context.console(), Map.of("runs", pruned.stream().map(RunsView::json).toList()));
      return 0;
    }
    String did = dryRun ? "would be forgotten" : "forgotten";
    context.console().print(pruned.isEmpty() ? "nothing to forget" : pruned.size() + " " + did);
    if (!pruned.isEmpty()) {
      context.console().print(RunsView.list(pruned, context.style()));
    }
    return 0;
  }
}
