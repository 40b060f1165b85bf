package io.millrace.app.command;

import io.millrace.app.view.JunitXml;
import io.millrace.core.Platform;
import io.millrace.core.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks a pipeline file. */
@CommandLine.Command(
    description = {
      "Reports all mistakes of a pipeline file in one pass, each as file:line:column: [CODE] message.",
      "Reads metadata of sources (headers, footers, Delta logs), never rows, and no secrets."
    },
    footer = {
      "  millrace validate pipeline.yaml",
      "  millrace validate pipeline.yaml --env prod --output json",
      "  millrace validate pipeline.yaml --junit build/validate.xml"
    })
public final class ValidateCommand implements Command {
  @Parameters(paramLabel = "FILE", description = "the pipeline file")
  private Path file = Path.of("");

  @Mixin private JunitOption junit = new JunitOption();
  @Mixin private FileOptions options = new FileOptions();
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    try (Platform<?> platform = plugins.open(context)) {
      List<Problem> problems = platform.validate(options.request(file, context));
      junit.write(context, () -> JunitXml.of(file.toString(), problems, Instant.now()));
      if (!problems.isEmpty()) {
        return Mistakes.show(problems, context);
      }
      if (context.json()) {
        JsonOutput.print(context.console(), Map.of("problems", List.of()));
      } else {
        context.console().print(file + ": no mistakes");
      }
      return 0;
    }
  }
}
