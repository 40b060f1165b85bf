package io.millrace.app.command;

import io.millrace.core.wiring.PlatformSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the engine is to run, for every verb that starts one. */
public final class EngineOptions {
  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "where Spark runs: local[*] (the default), spark://host:7077 …")
  private @Nullable String master;

  @Option(
      names = "--conf",
      paramLabel = "NAME=VALUE",
      description = "a setting of Spark; stronger than the file's")
  private List<String> conf = new ArrayList<>();

  /** The settings with those of the engine. */
  PlatformSettings on(PlatformSettings settings) {
    return settings.withMaster(master).withConf(Arguments.pairs("--conf", conf));
  }
}
