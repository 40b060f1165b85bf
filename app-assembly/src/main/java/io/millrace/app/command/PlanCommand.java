package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.app.view.PlanDifferenceView;
import io.millrace.app.view.PlanView;
import io.millrace.core.Platform;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlanDifference;
import io.millrace.core.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a run would do. */
@CommandLine.Command(
    description = {
      "Shows what 'millrace run' would do with the same words: the order of stages, what is reused,",
      "what transformers fit on, what is kept in memory and why, and what can be exported.",
      "Reads metadata only, and writes nothing.",
      "",
      "With --against: what differs from another file, or from the same file at a commit of Git: stages added,",
      "removed and changed, gates, what would be fitted anew. --output markdown prints it for a comment."
    },
    footer = {
      "  millrace plan pipeline.yaml",
      "  millrace plan pipeline.yaml --set model.with.regParam=0.1     what this change would cost",
      "  millrace plan pipeline.yaml --against origin/main             what a branch changes",
      "  millrace plan pipeline.yaml --against origin/main --output markdown > comment.md"
    })
public final class PlanCommand implements Command {
  @Parameters(paramLabel = "FILE", description = "the pipeline file")
  private Path file = Path.of("");

  @Option(
      names = "--against",
      paramLabel = "OTHER",
      description = "another file, or a commit, branch or tag of Git, to tell the difference from")
  private @Nullable String against;

  @Mixin private FileOptions options = new FileOptions();
  @Mixin private ScopeOptions scope = new ScopeOptions();
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    FileRequest request = options.request(file, context);
    RunCall call = scope.call(RunCall.of(request));
    if (against == null && context.output() == OutputFormat.MARKDOWN) {
      throw Arguments.invalid("--output markdown needs --against: it prints a difference");
    }
    try (Platform<?> platform = plugins.open(context)) {
      if (against != null) {
        return difference(platform, request, call, against, context);
      }
      return Mistakes.orShow(
          () -> platform.validate(request), context, () -> plan(platform, call, context));
    }
  }

  private int difference(
      Platform<?> platform,
      FileRequest request,
      RunCall call,
      String other,
      CommandContext context) {
    EarlierFile earlier = EarlierFile.of(other, file, context);
    return Mistakes.orShow(
        () -> platform.validate(request),
        context,
        () -> {
          if (earlier.text().isEmpty()) {
            show(platform, null, call, other, context);
            return 0;
          }
          FileRequest was = options.request(earlier.text().get(), earlier.name(), context);
          List<Problem> mistakes = platform.validate(was);
          if (!mistakes.isEmpty()) {
            throw new MillraceException(
                mistakes.get(0).code(),
                "what --against names has mistakes of its own, so there is no plan to compare with: "
                    + mistakes.get(0).text());
          }
          show(platform, scope.call(RunCall.of(was)), call, other, context);
          return 0;
        });
  }

  private static <D> void show(
      Platform<D> platform,
      @Nullable RunCall before,
      RunCall after,
      String against,
      CommandContext context) {
    Plan<D> plan = platform.plan(after);
    PlanDifference found = PlanDifference.of(before == null ? null : platform.plan(before), plan);
    String name = plan.pipeline().name();
    switch (context.output()) {
      case JSON ->
          JsonOutput.print(context.console(), PlanDifferenceView.json(name, against, found));
      case MARKDOWN -> context.console().print(PlanDifferenceView.markdown(name, against, found));
      case TEXT ->
          context.console().print(PlanDifferenceView.text(name, against, found, context.style()));
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
