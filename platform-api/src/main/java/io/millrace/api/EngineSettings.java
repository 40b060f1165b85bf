package io.millrace.api;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an engine is to start.
 *
 * @param name shown in the engine's own views
 * @param masterOrNull where it runs, as {@code local[*]} or {@code spark://host:7077}; null for the
 *     engine's default
 * @param settings the engine's own settings; the pipeline's, then the command line's
 * @param home the platform's home directory
 * @param pluginJars jars that executors need too
 * @param classLoader sees all stages, plugins included
 */
public record EngineSettings(
    String name,
    @Nullable String masterOrNull,
    Map<String, String> settings,
    Path home,
    List<Path> pluginJars,
    ClassLoader classLoader) {
  public EngineSettings {
    requireNonNull(name, "name is null");
    settings = Map.copyOf(settings);
    requireNonNull(home, "home is null");
    pluginJars = List.copyOf(pluginJars);
    requireNonNull(classLoader, "classLoader is null");
  }

  /** Where the engine runs, if the user says so. */
  public Optional<String> master() {
    return Optional.ofNullable(masterOrNull);
  }
}
