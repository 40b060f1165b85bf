package io.millrace.app.command;

import io.millrace.core.home.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every verb takes; they may stand before the verb too. */
public final class GlobalOptions {
  /** The environment variable that names the home directory. */
  public static final String HOME_VARIABLE = "MILLRACE_HOME";

  /** The environment variable that does what {@code --quiet} does, unless it is empty. */
  public static final String QUIET_VARIABLE = "MILLRACE_QUIET";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "where runs, models, features lie; else $$MILLRACE_HOME, else ./.millrace")
  private @Nullable Path home;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "text for people, or one JSON document",
      defaultValue = "text")
  private OutputFormat output = OutputFormat.TEXT;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "logs on standard error from this level up: error, warn, info, debug",
      defaultValue = "warn")
  private LogLevel logLevel = LogLevel.WARN;

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress on standard error, only warnings and errors")
  private boolean quiet;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  private final TrackingOption tracking = new TrackingOption();
  private final OpenLineageOptions openLineage = new OpenLineageOptions();

  /** The home directory, relative to the directory that the command is called from. */
  public Home home(Console console, @Nullable String variable) {
    Path chosen = home;
    if (chosen == null) {
      chosen = Path.of(variable == null || variable.isEmpty() ? ".millrace" : variable);
    }
    return new Home(console.directory().resolve(chosen));
  }

  /** Where runs and models are recorded; read for verbs that use them. */
  public TrackingOption tracking() {
    return tracking;
  }

  /** Who is told of runs; read for verbs that record them. */
  public OpenLineageOptions openLineage() {
    return openLineage;
  }

  /** How the result is shown. */
  public OutputFormat output() {
    return output;
  }

  /** What is logged. */
  public LogLevel logLevel() {
    return logLevel;
  }

  /** Whether progress is not wanted; {@code $MILLRACE_QUIET} says so for all calls. */
  public boolean quiet(@Nullable String variable) {
    return quiet || variable != null && !variable.isEmpty();
  }

  /** Whether only help is wanted. */
  public boolean help() {
    return help;
  }

  /** From which level on events are logged. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }
}
