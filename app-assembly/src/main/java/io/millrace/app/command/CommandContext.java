package io.millrace.app.command;

import io.millrace.app.text.Style;
import io.millrace.core.home.Home;
import io.millrace.core.wiring.PlatformSettings;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a command may use.
 *
 * @param console where it is called from and writes to
 * @param home the home directory
 * @param output how it shows its result
 * @param environment the variables of the process's environment
 * @param loader sees the application's classes
 */
public record CommandContext(
    Console console,
    Home home,
    OutputFormat output,
    Map<String, String> environment,
    ClassLoader loader) {
  /** Names the tracking address for all verbs, above what a file says. */
  private static final String TRACKING_VARIABLE = "MILLRACE_TRACKING";

  /** Whether the result is to be one JSON document. */
  public boolean json() {
    return output == OutputFormat.JSON;
  }

  /** How results look. */
  public Style style() {
    return console.style();
  }

  /** The variables of the process's environment. */
  public Function<String, Optional<String>> variables() {
    return name -> Optional.ofNullable(environment.get(name));
  }

  /** How the platform is opened, before the call's own options. */
  PlatformSettings settings() {
    return new PlatformSettings(
        home, List.of(), environment.get(TRACKING_VARIABLE), null, Map.of(), variables(), loader);
  }

  /** Whether anything was ever recorded here: who only looks must not make a database. */
  boolean hasHistory() {
    return environment.containsKey(TRACKING_VARIABLE) || Files.exists(home.database());
  }
}
