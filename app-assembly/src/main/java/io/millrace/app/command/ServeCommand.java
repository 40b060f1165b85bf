package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.Platform;
import io.millrace.core.promote.VerifiedPackage;
import io.millrace.core.score.ModelName;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackagePart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a registered model over HTTP, in a process of its own without Spark. */
@CommandLine.Command(
    description = {
      "Serves a registered model over HTTP: Open Inference Protocol V2, MLflow's /invocations, and",
      "a page to try it at /docs. The server is a process of its own, without Spark, and gives the",
      "same predictions, to the bit. When the alias moves, the server follows. Ctrl-C ends it.",
      "",
      "Options of the server come behind '--'; 'millrace serve NAME -- --help' tells which."
    },
    footer = {
      "  millrace serve telco-churn@champion",
      "  millrace serve telco-churn:3 --port 9000",
      "  millrace serve telco-churn@champion --host 0.0.0.0 -- --api-keys keys.txt"
    })
public final class ServeCommand implements Command {
  private static final String ADDRESS_FILE = "--address-file";

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "NAME@alias, NAME:version, or NAME for its champion")
  private String model = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "8080, if not given; 0 for any that is free")
  private int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "127.0.0.1, if not given: nobody else reaches it")
  private String host = "127.0.0.1";

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "OPTION",
      description = "options of the server, behind '--'")
  private List<String> options = new ArrayList<>();

  @Override
  public int run(CommandContext context) {
    if (context.json()) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "a server has no result that could be one document; leave --output json out");
    }
    ModelName name = ModelName.parse(model);
    if (options.contains("--help")) {
      return ServerProcess.run(
          List.of("--help"), Map.of(), context.console(), archives(context), code -> {});
    }
    ModelsShowCommand.requireHistory(name, context);
    List<String> words = new ArrayList<>(List.of("--model", requireServable(name, context)));
    words.addAll(List.of("--artifacts", context.home().root().toString()));
    words.addAll(List.of("--host", host, "--port", Integer.toString(port)));
    words.addAll(List.of("--end-with", Long.toString(ProcessHandle.current().pid())));
    for (Path plugins : plugins(context)) {
      words.addAll(List.of("--plugins", plugins.toString()));
    }
    words.addAll(options);
    // Not among the words: whoever lists the machine's processes would read a password.
    Map<String, String> environment = Map.of(TrackingOption.VARIABLE, tracking(context));
    return recorded(words, environment, context);
  }

  private static int recorded(
      List<String> words, Map<String, String> environment, CommandContext context) {
    Console console = context.console();
    List<String> all = new ArrayList<>(words);
    Optional<String> given = ServedModels.value(ADDRESS_FILE, ServedModels.apart(words));
    Path address = given.map(console.directory()::resolve).orElseGet(ServeCommand::ownFile);
    if (given.isEmpty()) {
      all.addAll(List.of(ADDRESS_FILE, address.toString()));
    }
    try (Platform<?> platform = Platform.open(context.settings());
        ServeRecord record =
            new ServeRecord(
                platform,
                all,
                address,
                given.isEmpty(),
                text -> console.note("warning: " + text))) {
      return ServerProcess.run(all, environment, console, archives(context), record::ended);
    } finally {
      if (given.isEmpty()) {
        address.toFile().delete();
      }
    }
  }

  /** Not there yet: the server makes it. */
  private static Path ownFile() {
    String name = "millrace-serve-" + UUID.randomUUID() + ".address";
    return Path.of(System.getProperty("java.io.tmpdir"), name);
  }

  /** Those of the call, and the home's. */
  private List<Path> plugins(CommandContext context) {
    List<Path> places = new ArrayList<>(plugins.settings(context).plugins());
    if (Files.isDirectory(context.home().plugins())) {
      places.add(context.home().plugins());
    }
    return places;
  }

  /** The model as the server takes it; what can't be served is told before a server starts. */
  private static String requireServable(ModelName name, CommandContext context) {
    try (Platform<?> platform = Platform.open(context.settings())) {
      ModelRegistry models = platform.tracking().models();
      ModelVersion version = name.find(models);
      ModelPackage found = VerifiedPackage.of(version, models);
      if (found.part(PackagePart.SCORING).isEmpty()) {
        throw new MillraceException(
            StandardError.NOT_SERVABLE,
            "%s version %d can't run without Spark: a stage of it has no portable form, as 'millrace runs show %s' tells"
                .formatted(version.model(), version.version(), version.run()));
      }
      String alias = name.aliasOrNull();
      boolean byNumber = name.version().isPresent() || alias == null && isNoChampion(name, models);
      return name.model()
          + (byNumber ? ":" + version.version() : "@" + (alias == null ? "champion" : alias));
    }
  }

  private static boolean isNoChampion(ModelName name, ModelRegistry models) {
    return models.alias(name.model(), "champion").isEmpty();
  }

  private static Path archives(CommandContext context) {
    return context.home().root().resolve("cache").resolve("classes");
  }

  private static String tracking(CommandContext context) {
    String address = context.settings().trackingOrNull();
    return address != null ? address : context.home().tracking().toString();
  }
}
