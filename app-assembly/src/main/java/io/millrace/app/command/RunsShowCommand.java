package io.millrace.app.command;

import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunRecord;
import io.millrace.app.view.RunsView;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Shows what is known of a run. */
@CommandLine.Command(
    description =
        "Shows all that is known of a run: stages, metrics, params, what it read and wrote.",
    footer = {"  millrace runs show last", "  millrace runs show RUN --output json"})
public final class RunsShowCommand implements Command {
  @Parameters(paramLabel = "RUN", description = "the run's id, or 'last'")
  private String run = "";

  @Override
  public int run(CommandContext context) {
    RunRecord record = Recorded.run(run, context);
    List<RunLink> links = Recorded.links(record, context);
    if (context.json()) {
      JsonOutput.print(context.console(), RunsView.details(record, links));
    } else {
      context.console().print(RunsView.show(record, links, context.style()));
    }
    return 0;
  }
}
