package io.millrace.app.command;

import io.millrace.core.Platform;
import io.millrace.core.options.PipelineSchema;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** Prints the JSON Schema of pipeline files. */
@CommandLine.Command(
    description = {
      "Prints the JSON Schema of pipeline files, plugins' stages included. With",
      "  # yaml-language-server: $schema=FILE",
      "as its first line, editors complete and check a pipeline file while it is written."
    },
    footer = {"  millrace schema > pipeline.schema.json"})
public final class SchemaCommand implements Command {
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    try (Platform<?> platform = plugins.open(context)) {
      JsonOutput.print(context.console(), PipelineSchema.of(platform.catalog()));
    }
    return 0;
  }
}
