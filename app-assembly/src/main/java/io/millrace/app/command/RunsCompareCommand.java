package io.millrace.app.command;

import io.millrace.api.tracking.RunRecord;
import io.millrace.app.view.RunComparison;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Shows runs side by side. */
@CommandLine.Command(
    description = "Shows in what runs differ: params, data, stages and metrics, side by side.",
    footer = {"  millrace runs compare RUN1 RUN2", "  millrace runs compare RUN1 last"})
public final class RunsCompareCommand implements Command {
  @Parameters(arity = "1..*", paramLabel = "RUN", description = "runs' ids, or 'last'")
  private List<String> runs = new ArrayList<>();

  @Override
  public int run(CommandContext context) {
    if (runs.size() < 2) {
      throw Arguments.invalid("runs compare takes at least 2 runs; name another one");
    }
    List<RunRecord> records = runs.stream().map(run -> Recorded.run(run, context)).toList();
    if (context.json()) {
      JsonOutput.print(context.console(), RunComparison.json(records));
    } else {
      context.console().print(RunComparison.text(records, context.style()));
    }
    return 0;
  }
}
