package io.millrace.app.command;

import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.Platform;
import io.millrace.core.promote.VerifiedPackage;
import io.millrace.core.score.ModelName;
import io.millrace.model.ModelPackage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Checks that registered packages are whole. */
@CommandLine.Command(
    description = {
      "Reads every file of a registered package and compares it with the hashes written beside it,",
      "and the package as a whole with what the registry knows."
    },
    footer = {
      "  millrace models verify telco-churn@champion",
      "  millrace models verify telco-churn:3"
    })
public final class ModelsVerifyCommand implements Command {
  @Parameters(paramLabel = "MODEL", description = "NAME, NAME@alias or NAME:version")
  private String model = "";

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    ModelsShowCommand.requireHistory(name, context);
    try (Platform<?> platform = Platform.open(context.settings())) {
      ModelRegistry models = platform.tracking().models();
      ModelVersion version = name.find(models);
      show(version, VerifiedPackage.of(version, models), context);
    }
    return 0;
  }

  private static void show(ModelVersion version, ModelPackage found, CommandContext context) {
    if (context.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", version.model());
      json.put("version", version.version());
      json.put("packageHash", found.packageHash());
      JsonOutput.print(context.console(), Map.of("models", List.of(json)));
    } else {
      context
          .console()
          .print(
              version.model() + " version " + version.version() + ": every file is as registered");
    }
  }
}
