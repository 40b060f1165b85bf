package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.Platform;
import io.millrace.core.promote.VerifiedPackage;
import io.millrace.core.score.ModelName;
import io.millrace.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Copies a registered package. */
@CommandLine.Command(
    description = {
      "Copies a registered package, verified before and after, into a directory that is made:",
      "to be served, loaded by Python, or kept elsewhere."
    },
    footer = {
      "  millrace models export telco-churn@champion /srv/models/telco-churn",
      "  java -jar millrace-serving.jar --package /srv/models/telco-churn"
    })
public final class ModelsExportCommand implements Command {
  @Parameters(index = "0", paramLabel = "MODEL", description = "NAME, NAME@alias or NAME:version")
  private String model = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "the directory to make")
  private Path directory = Path.of("");

  @Override
  public int run(CommandContext context) {
    ModelName name = ModelName.parse(model);
    ModelsShowCommand.requireHistory(name, context);
    Path target = context.console().directory().resolve(directory).toAbsolutePath().normalize();
    requireFree(target);
    try (Platform<?> platform = Platform.open(context.settings())) {
      ModelRegistry models = platform.tracking().models();
      ModelVersion version = name.find(models);
      ModelPackage source = VerifiedPackage.of(version, models);
      show(version, copy(source, target), context);
    }
    return 0;
  }

  private static void requireFree(Path target) {
    if (Files.exists(target)) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "%s is there already; name a directory that is not".formatted(target));
    }
    for (Path above = target.getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above) && !Files.isDirectory(above)) {
        throw new MillraceException(
            StandardError.INVALID_CALL, "%s can't be made: %s is a file".formatted(target, above));
      }
    }
  }

  private static ModelPackage copy(ModelPackage source, Path target) {
    try {
      return source.copyTo(target);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the package can't be copied to %s: %s".formatted(target, e),
          e);
    }
  }

  private static void show(ModelVersion version, ModelPackage copy, CommandContext context) {
    if (context.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", version.model());
      json.put("version", version.version());
      json.put("packageHash", copy.packageHash());
      json.put("package", copy.directory().toString());
      JsonOutput.print(context.console(), Map.of("models", List.of(json)));
    } else {
      context
          .console()
          .print(
              "%s version %d is in %s"
                  .formatted(version.model(), version.version(), copy.directory()));
    }
  }
}
