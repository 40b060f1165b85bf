package io.millrace.app.command;

import io.millrace.core.Platform;
import io.millrace.core.wiring.PlatformSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where plugins lie, for every verb that may use them. */
public final class PluginOptions {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "a plugin jar, or a directory of them; in place of other builds of them in HOME/plugins")
  private List<Path> plugins = new ArrayList<>();

  /** Opens the platform with those plugins. */
  Platform<?> open(CommandContext context) {
    return Platform.open(settings(context));
  }

  /** The settings of a platform with those plugins. */
  PlatformSettings settings(CommandContext context) {
    List<Path> places =
        plugins.stream().map(place -> context.console().directory().resolve(place)).toList();
    return context.settings().withPlugins(places);
  }
}
