package io.millrace.app.command;

import io.millrace.api.tracking.Tracking;
import io.millrace.app.view.LineageView;
import io.millrace.core.Platform;
import io.millrace.core.lineage.LineageGraph;
import io.millrace.core.lineage.LineageStart;
import io.millrace.core.lineage.LineageWalk;
import io.millrace.core.lineage.LineageWalk.Limits;
import io.millrace.core.lineage.LineageWalk.Way;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what something was made of, and what was made of it. */
@CommandLine.Command(
    description = {
      "Shows what something was made of, and what was made of it: data, feature tables, runs,",
      "models, deployments and predictions, in their versions.",
      "",
      "WHAT is a run's id, 'last', a model as NAME, NAME@alias or NAME:version,",
      "features:TABLE[:VERSION], data:PLACE[#VERSION] (a path or a URI), or deployment:ADDRESS.",
      "Without a version, all that runs read or wrote count."
    },
    footer = {
      "  millrace lineage telco-churn@champion",
      "  millrace lineage data:lake/scores --up           what these predictions rest on",
      "  millrace lineage data:data/telco.csv --down      what was made of this file",
      "  millrace lineage features:telco:3 --output json"
    })
public final class LineageCommand implements Command {
  @Parameters(paramLabel = "WHAT", description = "where to begin")
  private String what = "";

  @Option(names = "--up", description = "only what it was made of")
  private boolean up;

  @Option(names = "--down", description = "only what was made of it")
  private boolean down;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "over at most so many runs, one behind the other; 20, if not given")
  private int depth = Limits.USUAL.depth();

  @Override
  public int run(CommandContext context) {
    if (up && down) {
      throw Arguments.invalid("--up and --down exclude each other; without both, both are shown");
    }
    if (depth < 0) {
      throw Arguments.invalid("--depth takes a count, not " + depth);
    }
    Recorded.requireAny(context);
    LineageGraph graph;
    try (Platform<?> platform = Platform.open(context.settings())) {
      Tracking tracking = platform.tracking();
      graph =
          new LineageWalk(tracking, Clock.systemUTC())
              .walk(
                  LineageStart.of(what, tracking), way(), new Limits(depth, Limits.USUAL.nodes()));
    }
    if (context.json()) {
      JsonOutput.print(context.console(), LineageView.json(graph));
    } else {
      context.console().print(LineageView.text(graph, way(), context.style()));
    }
    return 0;
  }

  private Way way() {
    return up ? Way.UP : down ? Way.DOWN : Way.BOTH;
  }
}
