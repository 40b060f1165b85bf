package io.millrace.app.command;

import io.millrace.api.tracking.AliasMove;
import io.millrace.app.view.MovesView;
import io.millrace.core.Platform;
import io.millrace.core.promote.Promotions;
import io.millrace.core.promote.Promotions.Done;
import io.millrace.core.score.ModelName;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What the verbs that move an alias do around the move. */
final class AliasMoves {
  private AliasMoves() {}

  /** Opens the registry, moves, and tells what was done. */
  static int move(
      ModelName name,
      boolean dryRun,
      CommandContext context,
      BiFunction<Platform<?>, Promotions, Done> work) {
    ModelsShowCommand.requireHistory(name, context);
    try (Platform<?> platform = Platform.open(context.settings())) {
      Promotions promotions =
          new Promotions(platform.tracking(), context.settings().user(), Clock.systemUTC());
      show(work.apply(platform, promotions), dryRun, context);
    }
    return 0;
  }

  private static void show(Done done, boolean dryRun, CommandContext context) {
    AliasMove move = done.move();
    done.warnings()
        .forEach(
            warning ->
                context
                    .console()
                    .note(context.console().errStyle().warning("warning") + ": " + warning));
    if (context.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("moves", List.of(MovesView.json(move)));
      json.put("changed", done.changed() && !dryRun);
      json.put("dryRun", dryRun);
      json.put("warnings", done.warnings());
      JsonOutput.print(context.console(), json);
    } else {
      context.console().print(MovesView.sentence(move, dryRun));
    }
  }
}
