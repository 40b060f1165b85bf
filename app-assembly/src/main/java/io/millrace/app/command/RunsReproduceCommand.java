package io.millrace.app.command;

import io.millrace.api.error.Blame;
import io.millrace.app.view.ReproductionView;
import io.millrace.app.view.RunProgress;
import io.millrace.core.Platform;
import io.millrace.core.Reproduction;
import io.millrace.core.Reproduction.Source;
import io.millrace.core.ReproductionReport;
import io.millrace.core.plugin.PackagePlugins;
import io.millrace.core.wiring.PlatformSettings;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a recorded run's model anew, and says whether it is the same. */
@CommandLine.Command(
    description = {
      "Makes the model of a recorded run anew: from its resolved file, the data versions that it"
          + " read,",
      "its seed and its partitioning, as a run of its own that publishes nothing. Says whether the",
      "predictions are equal (to 1e-9, on the package's golden rows and on the evaluated part), and"
          + " what",
      "is another than then: code, settings, Java, Spark, data.",
      "",
      "Exit code 0: equal. Else 3 if rows can't be read again or their source tells no versions, 2"
          + " if",
      "code or settings are others, 5 if only Java, Spark or the system are, 1 if nothing is.",
      "",
      "A package holds the jars of the plugins that its steps came from. No code out of a package"
          + " runs,",
      "unless --trust-package-plugins says so: then whoever could write the package runs code here."
    },
    footer = {
      "  millrace runs reproduce telco-churn@champion --dry-run    what would be read, and what is"
          + " missing",
      "  millrace runs reproduce telco-churn:3",
      "  millrace runs reproduce RUN --register                    keeps it as a new version,"
          + " without an alias"
    })
public final class RunsReproduceCommand implements Command {
  @Parameters(
      paramLabel = "RUN|MODEL",
      description = "a run's id, or a registered version: NAME:VERSION, NAME@ALIAS, NAME")
  private String named = "";

  @Option(names = "--dry-run", description = "only says what would be read, and what is missing")
  private boolean dryRun;

  @Option(
      names = "--register",
      description = "registers a model that is made as its next version; no alias moves")
  private boolean register;

  @Option(
      names = "--trust-package-plugins",
      description =
          "runs the plugins that the model's package holds, in place of the home's builds of them")
  private boolean trust;

  @Mixin private EngineOptions engine = new EngineOptions();
  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public int run(CommandContext context) {
    if (dryRun && register) {
      throw Arguments.invalid("--dry-run makes nothing that --register could keep");
    }
    Recorded.requireAny(context);
    PlatformSettings settings = engine.on(plugins.settings(context));
    try (PackagePlugins own = trust ? ofPackages(settings) : PackagePlugins.none();
        Platform<?> platform = Platform.open(settings.withPackagePlugins(own.jars()))) {
      Reproduction<?> reproduction = platform.reproduce(named);
      return Mistakes.orShow(
          reproduction::problems,
          context,
          () -> dryRun ? forecast(reproduction, context) : execute(reproduction, context));
    }
  }

  private PackagePlugins ofPackages(PlatformSettings settings) {
    try (Platform<?> platform = Platform.open(settings)) {
      return platform.packagePlugins(named);
    }
  }

  private static int forecast(Reproduction<?> reproduction, CommandContext context) {
    List<Source> sources = reproduction.sources();
    if (context.json()) {
      JsonOutput.print(context.console(), ReproductionView.json(reproduction, sources));
    } else {
      context.console().print(ReproductionView.text(reproduction, sources, context.style()));
    }
    boolean missing = sources.stream().anyMatch(source -> !source.missing().isEmpty());
    return missing ? Blame.DATA.exitCode() : 0;
  }

  private int execute(Reproduction<?> reproduction, CommandContext context) {
    ReproductionReport report = watched(reproduction, context);
    if (context.json()) {
      JsonOutput.print(context.console(), ReproductionView.json(report));
    } else {
      context.console().print(ReproductionView.text(report, context.style()));
    }
    return report.exitCode();
  }

  private ReproductionReport watched(Reproduction<?> reproduction, CommandContext context) {
    MaskedErr.maskWith(reproduction::mask);
    try (Interrupts ignored = Interrupts.calling(reproduction::cancel, context.console());
        RunProgress progress = context.progress(reproduction::mask)) {
      return reproduction.execute(register, progress);
    }
  }
}
