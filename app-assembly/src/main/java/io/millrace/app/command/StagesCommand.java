package io.millrace.app.command;

import io.millrace.api.StageFactory;
import io.millrace.app.text.TextTable;
import io.millrace.app.view.StageDocView;
import io.millrace.core.Platform;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.options.StageDoc;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the stages that can be used, or explains one. */
@CommandLine.Command(
    description = {
      "Lists the stages that pipelines can use, plugins' included. With a name: its options with",
      "types, defaults and ranges, and an example."
    },
    footer = {"  millrace stages", "  millrace stages transform/impute"})
public final class StagesCommand implements Command {
  @Parameters(paramLabel = "NAME", arity = "0..1", description = "a stage, as transform/impute")
  private @Nullable String name;

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    try (Platform<?> platform = plugins.open(context)) {
      if (name == null) {
        list(platform.catalog(), context);
      } else {
        explain(StageDoc.of(platform.catalog().require(name)), context);
      }
    }
    return 0;
  }

  private static void explain(StageDoc doc, CommandContext context) {
    if (context.json()) {
      JsonOutput.print(context.console(), StageDocView.json(doc));
    } else {
      context.console().print(StageDocView.text(doc, context.style()));
    }
  }

  private static void list(StageCatalog catalog, CommandContext context) {
    if (context.json()) {
      JsonOutput.print(
          context.console(),
          Map.of("stages", catalog.all().stream().map(StagesCommand::json).toList()));
    } else {
      TextTable table = TextTable.of("STAGE", "WHAT IT DOES", "FROM");
      for (OfferedStage stage : catalog.all()) {
        table.row(stage.name(), stage.factory().help(), stage.origin().name());
      }
      context.console().print(table.lines(context.style()));
    }
    warn(catalog, context.console());
  }

  private static void warn(StageCatalog catalog, Console console) {
    String warning = console.errStyle().warning("warning") + ": ";
    catalog.broken().forEach(broken -> console.note(warning + broken.text()));
    catalog
        .ambiguous()
        .forEach(
            (stage, offers) ->
                console.note(
                    warning
                        + "stage '"
                        + stage
                        + "' is offered by "
                        + String.join(
                            " and ", offers.stream().map(offer -> offer.origin().name()).toList())
                        + "; nobody can use it until one of them is removed"));
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
