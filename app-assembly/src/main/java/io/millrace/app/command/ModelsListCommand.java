package io.millrace.app.command;

import io.millrace.api.tracking.ModelRegistry;
import io.millrace.app.view.ModelsView;
import io.millrace.core.Platform;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Lists registered models. */
@CommandLine.Command(
    description = "Lists registered models with their newest version and their aliases.",
    footer = {"  millrace models list"})
public final class ModelsListCommand implements Command {
  @Override
  public int run(CommandContext context) {
    if (!context.hasHistory()) {
      show(List.of(), context);
      return 0;
    }
    try (Platform<?> platform = Platform.open(context.settings())) {
      ModelRegistry models = platform.tracking().models();
      show(
          models.models().stream()
              .map(name -> new ModelsView.Entry(name, models.versions(name), models.aliases(name)))
              .toList(),
          context);
    }
    return 0;
  }

  private static void show(List<ModelsView.Entry> entries, CommandContext context) {
    if (context.json()) {
      JsonOutput.print(
          context.console(), Map.of("models", entries.stream().map(ModelsView::json).toList()));
    } else {
      context.console().print(ModelsView.list(entries, context.style()));
    }
  }
}
