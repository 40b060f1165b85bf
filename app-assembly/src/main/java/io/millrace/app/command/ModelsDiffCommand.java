package io.millrace.app.command;

import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.app.view.ModelDifference;
import io.millrace.core.Platform;
import io.millrace.core.promote.VerifiedPackage;
import io.millrace.core.score.ModelName;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Shows in what two versions differ. */
@CommandLine.Command(
    description = {
      "Shows two versions side by side: all metrics, and what differs of columns, steps, options,",
      "data and code."
    },
    footer = {
      "  millrace models diff telco-churn:3 telco-churn:4",
      "  millrace models diff telco-churn@champion telco-churn@challenger"
    })
public final class ModelsDiffCommand implements Command {
  @Parameters(index = "0", paramLabel = "MODEL", description = "NAME, NAME@alias or NAME:version")
  private String first = "";

  @Parameters(index = "1", paramLabel = "OTHER", description = "the one to compare it with")
  private String second = "";

  @Override
  public int run(CommandContext context) {
    List<ModelName> names = List.of(ModelName.parse(first), ModelName.parse(second));
    names.forEach(name -> ModelsShowCommand.requireHistory(name, context));
    try (Platform<?> platform = Platform.open(context.settings())) {
      ModelRegistry models = platform.tracking().models();
      List<ModelDifference.Entry> entries = new ArrayList<>();
      for (ModelName name : names) {
        ModelVersion version = name.find(models);
        entries.add(new ModelDifference.Entry(version, VerifiedPackage.of(version, models)));
      }
      if (context.json()) {
        JsonOutput.print(context.console(), ModelDifference.json(entries));
      } else {
        context.console().print(ModelDifference.text(entries, context.style()));
      }
    }
    return 0;
  }
}
