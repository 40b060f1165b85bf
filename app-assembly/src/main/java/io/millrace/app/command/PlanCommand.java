package io.millrace.app.command;

import io.millrace.app.view.PlanView;
import io.millrace.core.Platform;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.plan.Plan;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what a run would do. */
@CommandLine.Command(
    description = {
      "Shows what 'millrace run' would do with the same words: the order of stages, what is reused,",
      "what transformers fit on, what is kept in memory and why, and what can be exported.",
      "Reads metadata only, and writes nothing."
    },
    footer = {
      "  millrace plan pipeline.yaml",
      "  millrace plan pipeline.yaml --set model.with.regParam=0.1     what this change would cost"
    })
public final class PlanCommand implements Command {
  @Parameters(paramLabel = "FILE", description = "the pipeline file")
  private Path file = Path.of("");

  @Mixin private FileOptions options = new FileOptions();
  @Mixin private ScopeOptions scope = new ScopeOptions();
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    FileRequest request = options.request(file, context);
    RunCall call = scope.call(RunCall.of(request));
    try (Platform<?> platform = plugins.open(context)) {
      return Mistakes.orShow(
          () -> platform.validate(request), context, () -> plan(platform, call, context));
    }
  }

  private static int plan(Platform<?> platform, RunCall call, CommandContext context) {
    Plan<?> plan = platform.plan(call);
    if (context.json()) {
      JsonOutput.print(context.console(), PlanView.json(plan, platform::pluginJar));
    } else {
      context.console().print(PlanView.text(plan, platform::pluginJar, context.style()));
    }
    return 0;
  }
}
