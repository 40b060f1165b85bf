package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.app.view.ModelsView;
import io.millrace.core.Platform;
import io.millrace.core.promote.VerifiedPackage;
import io.millrace.core.score.ModelName;
import io.millrace.model.ModelPackage;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Shows a registered version. */
@CommandLine.Command(
    description =
        "Shows a version of a model: signature, steps, metrics, lineage, aliases' history.",
    footer = {
      "  millrace models show telco-churn              the champion, else the newest version",
      "  millrace models show telco-churn@challenger",
      "  millrace models show telco-churn:3"
    })
public final class ModelsShowCommand implements Command {
  @Parameters(paramLabel = "MODEL", description = "NAME, NAME@alias or NAME:version")
  private String model = "";

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    requireHistory(name, context);
    try (Platform<?> platform = Platform.open(context.settings())) {
      ModelRegistry models = platform.tracking().models();
      ModelVersion version = name.find(models);
      ModelPackage found = VerifiedPackage.of(version, models);
      ModelsView.Details details =
          new ModelsView.Details(
              version, found, models.aliases(version.model()), models.moves(version.model()));
      if (context.json()) {
        JsonOutput.print(context.console(), ModelsView.json(details));
      } else {
        context.console().print(ModelsView.show(details, context.style()));
      }
    }
    return 0;
  }

  static void requireHistory(ModelName name, CommandContext context) {
    if (!context.hasHistory()) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "there is no model '"
              + name.model()
              + "': nothing was run yet in "
              + context.home().root());
    }
  }
}
