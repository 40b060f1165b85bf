package io.millrace.app.command;

import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunOrder;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Lists recorded runs. */
@CommandLine.Command(
    description = {
      "Lists runs, the newest first: those of pipelines, or those that scored, followed a stream,",
      "served a model or collected requests."
    },
    footer = {
      "  millrace runs list",
      "  millrace runs list --pipeline churn --status failed",
      "  millrace runs list --sort quality.auc --search lake/customers",
      "  millrace runs list --kind all"
    })
public final class RunsListCommand implements Command {
  private static final String ALL = "all";
  private static final String STARTED = "started";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = {
        "which runs: pipeline, score, stream, serve, collect, or all;",
        "those of pipelines, if not given"
      })
  private String kind = RunKind.PIPELINE.text();

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      description = "only runs of this pipeline, or of this model")
  private @Nullable String pipeline;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "only runs that stand so: running, done, refused, failed, interrupted")
  private @Nullable String status;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "only runs whose id, name, params or notes hold this text")
  private String search = "";

  @Option(
      names = "--sort",
      paramLabel = "METRIC",
      description = {
        "by a metric, as quality.auc: the largest first, runs without it last;",
        "or 'started', if not given"
      })
  private String sort = STARTED;

  @Option(names = "--ascending", description = "the smallest, or the oldest, first")
  private boolean ascending;

  @Option(names = "--limit", paramLabel = "N", description = "at most so many; 20, if not given")
  private int limit = 20;

  @Override
  public int run(CommandContext context) {
    if (limit < 1) {
      throw Arguments.invalid("--limit takes a count from 1 on, not " + limit);
    }
    RunOrder order = new RunOrder(sort.equals(STARTED) ? "" : sort, !ascending);
    RunQuery query = new RunQuery(kinds(), pipeline, chosenStatus(), search, order, 0, limit);
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
      context.console().print(RunsView.list(runs, shownMetric(), context.style()));
    }
    return 0;
  }

  /** Beside the first ones of a run. */
  private String shownMetric() {
    return sort.equals(STARTED) ? "" : sort;
  }

  private Set<RunKind> kinds() {
    return kind.equals(ALL)
        ? Set.of()
        : Set.of(
            RunKind.of(kind)
                .orElseThrow(
                    () ->
                        Arguments.invalid(
                            "--kind takes pipeline, score, stream, serve, collect or all, not '%s'"
                                .formatted(kind))));
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
