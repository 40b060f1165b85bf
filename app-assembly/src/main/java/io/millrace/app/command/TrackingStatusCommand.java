package io.millrace.app.command;

import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.Tracking;
import io.millrace.app.text.TextTable;
import io.millrace.core.Platform;
import io.millrace.core.wiring.TrackingAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** Shows where runs and models are recorded, and whether that place answers. */
@CommandLine.Command(
    description = {
      "Shows where runs and models are recorded, who says so, how many there are, and the version"
          + " of",
      "what keeps them; with MLflow also the runs that the server still lacks. It connects: a"
          + " wrong",
      "address, a wrong password or a server that is down are told here."
    },
    footer = {
      "  millrace tracking status",
      "  millrace tracking status --tracking jdbc:postgresql://db.example/ml"
    })
public final class TrackingStatusCommand implements Command {
  @Override
  public int run(CommandContext context) {
    Map<String, Object> status = new LinkedHashMap<>();
    String address = context.trackingOrNull();
    status.put(
        "tracking",
        TrackingAddress.shown(address == null ? context.home().tracking().toString() : address));
    status.put("from", source(context));
    status.put("runs", 0L);
    status.put("models", 0);
    status.put("versions", 0);
    if (context.hasHistory()) {
      try (Platform<?> platform = Platform.open(context.settings())) {
        count(platform.tracking(), status);
      }
    }
    if (context.json()) {
      JsonOutput.print(context.console(), status);
      return 0;
    }
    TextTable table = TextTable.of("", "");
    status.forEach((name, value) -> table.row(name, value.toString()));
    context.console().print(table.lines(context.style()));
    return 0;
  }

  private static void count(Tracking tracking, Map<String, Object> status) {
    ModelRegistry models = tracking.models();
    status.put("runs", tracking.runs().count(RunQuery.newest(1).of(Set.of())));
    status.put("models", models.models().size());
    status.put(
        "versions",
        models.models().stream().mapToInt(model -> models.versions(model).size()).sum());
    status.put("atomicAliases", tracking.traits().atomicAliases());
    status.putAll(tracking.state());
  }

  private static String source(CommandContext context) {
    String address = context.trackingOrNull();
    if (address == null) {
      return "default";
    }
    String variable = context.environment().get(TrackingOption.VARIABLE);
    return variable != null && address.equals(variable.strip()) ? "environment" : "option";
  }
}
