package io.millrace.app.command;

import io.millrace.api.store.FeatureVersion;
import io.millrace.app.view.FeaturesView;
import io.millrace.core.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Lists the versions of a feature table. */
@CommandLine.Command(
    description = "Lists the versions of a feature table that can still be read, the newest first.",
    footer = {"  millrace features history telco"})
public final class FeaturesHistoryCommand implements Command {
  @Parameters(paramLabel = "TABLE", description = "the table's name")
  private String table = "";

  @Override
  public int run(CommandContext context) {
    try (Platform<?> platform = Platform.open(context.settings())) {
      List<FeatureVersion> history = FeaturesShowCommand.history(table, platform.features());
      if (context.json()) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("table", table);
        document.put("history", history.stream().map(FeaturesView::json).toList());
        JsonOutput.print(context.console(), document);
      } else {
        context.console().print(FeaturesView.history(history, context.style()));
      }
    }
    return 0;
  }
}
