package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.app.view.JunitXml;
import io.millrace.app.view.RunJson;
import io.millrace.app.view.RunProgress;
import io.millrace.app.view.RunSummary;
import io.millrace.console.report.RunReportPage;
import io.millrace.core.Platform;
import io.millrace.core.PlatformRun;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans and runs a pipeline, or goes on with a run. */
@CommandLine.Command(
    description = {
      "Plans and runs a pipeline. What earlier runs kept is reused where nothing it depends on changed;",
      "an unchanged pipeline does not even start Spark."
    },
    footer = {
      "  millrace run pipeline.yaml",
      "  millrace run pipeline.yaml --param data=new.csv --env prod",
      "  millrace run pipeline.yaml --until imputed --sample 1%%     a quick look at half the way",
      "  millrace run pipeline.yaml --junit build/millrace.xml       gates as test cases of a CI server",
      "  millrace run --resume RUN                                  goes on where a run stopped"
    })
public final class RunCommand implements Command {
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "the pipeline file")
  private @Nullable Path file;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "goes on with a run that did not finish, from its recorded file and options")
  private @Nullable String resume;

  @Option(names = "--no-report", description = "writes no report page at the end")
  private boolean noReport;

  @Mixin private JunitOption junit = new JunitOption();
  @Mixin private FileOptions options = new FileOptions();
  @Mixin private ScopeOptions scope = new ScopeOptions();
  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    requireOneOf();
    FileRequest request = file == null ? null : options.request(file, context);
    try (Platform<?> platform = Platform.open(engine.on(plugins.settings(context)))) {
      PlatformRun<?> run =
          resume != null
              ? platform.resume(resume, request)
              : platform.run(scope.call(RunCall.of(requireNonNull(request))));
      return Mistakes.orShow(run::problems, context, () -> execute(run, context));
    }
  }

  private void requireOneOf() {
    if (file == null && resume == null) {
      throw Arguments.invalid("name a pipeline file, or a run with --resume");
    }
    if (resume != null && (options.isGiven() || scope.isGiven())) {
      throw Arguments.invalid(
          "--resume goes on with what the run recorded; leave out --env, --param, --set, --until,"
              + " --from, --sample and --fresh, or start a new run");
    }
  }

  private int execute(PlatformRun<?> run, CommandContext context) {
    RunReport report = watched(run, context);
    Optional<Path> page = noReport ? Optional.empty() : page(run, context);
    junit.write(context, () -> JunitXml.of(report, Instant.now()));
    if (context.json()) {
      Map<String, @Nullable Object> json = RunJson.of(report, run.call().file().name());
      json.put("report", page.map(Path::toString).orElse(null));
      JsonOutput.print(context.console(), json);
    } else {
      context.console().print(RunSummary.of(report, context.home(), page, context.style()));
    }
    return report.exitCode();
  }

  /** A run that is done stays done, whatever comes of its report. */
  private static Optional<Path> page(PlatformRun<?> run, CommandContext context) {
    try {
      return run.tracking()
          .runs()
          .run(run.id())
          .map(done -> new RunReportPage(run.tracking()).keep(done));
    } catch (MillraceException e) {
      context.console().err().println("warning: there is no report of this run: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static RunReport watched(PlatformRun<?> run, CommandContext context) {
    Console console = context.console();
    MaskedErr.maskWith(run::mask);
    try (Interrupts ignored = Interrupts.calling(run::cancel, console);
        RunProgress progress = context.progress(run::mask)) {
      return run.execute(progress);
    }
  }
}
