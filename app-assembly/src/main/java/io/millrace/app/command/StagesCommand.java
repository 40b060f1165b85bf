package io.millrace.app.command;

import io.millrace.api.StageFactory;
import io.millrace.app.text.TextTable;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.plugin.StageDiscovery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Lists the stages that can be used. */
@CommandLine.Command(description = "Lists the stages that pipelines can use, plugins' included.")
public final class StagesCommand implements Command {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "a plugin jar, or a directory of them; those in HOME/plugins count always")
  private List<Path> plugins = new ArrayList<>();

  @Override
  public int run(CommandContext context) {
    List<Path> places = new ArrayList<>(plugins);
    if (Files.isDirectory(context.home().plugins())) {
      places.add(context.home().plugins());
    }
    try (DiscoveredStages stages =
        StageDiscovery.of(StagesCommand.class.getClassLoader(), places)) {
      list(stages.catalog(), context);
    }
    return 0;
  }

  private static void list(StageCatalog catalog, CommandContext context) {
    if (context.json()) {
      JsonOutput.print(
          context.console(),
          Map.of("stages", catalog.all().stream().map(StagesCommand::json).toList()));
      return;
    }
    TextTable table = TextTable.of("STAGE", "WHAT IT DOES", "FROM");
    for (OfferedStage stage : catalog.all()) {
      table.row(stage.name(), stage.factory().help(), stage.origin().name());
    }
    context.console().print(table.lines(context.style()));
    catalog.broken().forEach(broken -> context.console().note("warning: " + broken.text()));
  }

  private static Map<String, Object> json(OfferedStage stage) {
    StageFactory<?, ?> factory = stage.factory();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", stage.name());
    json.put("kind", factory.kind().text());
    json.put("help", factory.help());
    json.put("origin", stage.origin().name());
    return json;
  }
}
