package io.millrace.app.command;

import io.millrace.api.store.FeatureStore;
import io.millrace.app.view.FeaturesView;
import io.millrace.core.Platform;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Lists feature tables. */
@CommandLine.Command(
    description = "Lists feature tables with their newest version.",
    footer = {"  millrace features list"})
public final class FeaturesListCommand implements Command {
  @Override
  public int run(CommandContext context) {
    try (Platform<?> platform = Platform.open(context.settings())) {
      FeatureStore<?> features = platform.features();
      List<FeaturesView.Entry> entries =
          features.tables().stream().map(table -> FeaturesView.Entry.of(table, features)).toList();
      if (context.json()) {
        JsonOutput.print(
            context.console(),
            Map.of("features", entries.stream().map(FeaturesView::json).toList()));
      } else {
        context.console().print(FeaturesView.list(entries, context.style()));
      }
    }
    return 0;
  }
}
