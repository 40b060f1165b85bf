package io.millrace.app.command;

import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.app.view.MovesView;
import io.millrace.core.Platform;
import io.millrace.core.score.ModelName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the moves of a model's aliases. */
@CommandLine.Command(
    description = {
      "Shows every move of a model's aliases, the newest first: when, from, to, who and why.",
      "Moves of a run say its id; those by hand what --why gave. WHO is $MILLRACE_USER, else the system's user."
    },
    footer = {
      "  millrace models history telco-churn",
      "  millrace models history telco-churn --alias champion --output json"
    })
public final class ModelsHistoryCommand implements Command {
  @Parameters(paramLabel = "NAME", description = "the model's name")
  private String model = "";

  @Option(names = "--alias", paramLabel = "ALIAS", description = "only the moves of this one")
  private @Nullable String alias;

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    ModelsShowCommand.requireHistory(name, context);
    try (Platform<?> platform = Platform.open(context.settings())) {
      ModelRegistry models = platform.tracking().models();
      name.findNewest(models);
      String only = alias == null ? name.aliasOrNull() : alias;
      show(
          models.moves(name.model()).stream()
              .filter(move -> only == null || move.alias().equals(only))
              .toList(),
          context);
    }
    return 0;
  }

  private static void show(List<AliasMove> moves, CommandContext context) {
    if (context.json()) {
      JsonOutput.print(
          context.console(), Map.of("moves", moves.stream().map(MovesView::json).toList()));
    } else if (moves.isEmpty()) {
      context.console().print("no alias was ever moved");
    } else {
      context.console().print(MovesView.table(moves, context.style()));
    }
  }
}
