package io.millrace.app.command;

import io.millrace.api.tracking.LineageTarget;
import io.millrace.app.command.GlobalOptions.LogLevel;
import io.millrace.app.text.LiveStream;
import io.millrace.app.text.Style;
import io.millrace.app.view.RunProgress;
import io.millrace.app.view.RunProgress.Detail;
import io.millrace.app.view.StreamProgress;
import io.millrace.core.home.Home;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.TrackingAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a command may use.
 *
 * @param console where it is called from and writes to
 * @param home the home directory
 * @param output how it shows its result
 * @param logLevel from which level on messages are shown
 * @param quiet whether progress is not shown
 * @param trackingOrNull where runs and models are recorded; null if the call does not say
 * @param lineageOrNull whom runs are told of; null for nobody
 * @param environment the variables of the process's environment
 * @param loader sees the application's classes
 */
public record CommandContext(
    Console console,
    Home home,
    OutputFormat output,
    LogLevel logLevel,
    boolean quiet,
    @Nullable String trackingOrNull,
    @Nullable LineageTarget lineageOrNull,
    Map<String, String> environment,
    ClassLoader loader) {
  /** Whether the result is to be one JSON document. */
  public boolean json() {
    return output == OutputFormat.JSON;
  }

  /**
   * Shows how far work is, until closed.
   *
   * @param mask takes secrets out of a text
   */
  RunProgress progress(UnaryOperator<String> mask) {
    LiveStream live = quiet ? null : console.live();
    return new RunProgress(console.err(), console.errStyle(), live, detail(), mask);
  }

  /** Shows how a stream goes, until closed. */
  StreamProgress streamProgress() {
    if (detail() == Detail.NONE) {
      return StreamProgress.quiet(line -> {});
    }
    Consumer<String> lines = line -> console.note(MaskedErr.masked(line));
    LiveStream live = console.live();
    if (quiet) {
      return StreamProgress.quiet(lines);
    }
    return live == null
        ? StreamProgress.in(line -> lines.accept(RunProgress.timed(line)))
        : StreamProgress.on(live, lines);
  }

  /** In a log, which keeps what a terminal shows for a moment, events are told from the start. */
  private Detail detail() {
    Detail wanted =
        switch (logLevel) {
          case ERROR -> Detail.NONE;
          case WARN -> console.live() == null ? Detail.EVENTS : Detail.WARNINGS;
          case INFO -> Detail.EVENTS;
          case DEBUG -> Detail.ALL;
        };
    return quiet && wanted.compareTo(Detail.WARNINGS) > 0 ? Detail.WARNINGS : wanted;
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
        home,
        List.of(),
        List.of(),
        trackingOrNull,
        lineageOrNull,
        null,
        Map.of(),
        variables(),
        loader);
  }

  /** Whether anything was ever recorded here: who only looks must not make a database. */
  boolean hasHistory() {
    return trackingOrNull == null
        ? Files.exists(home.database())
        : !TrackingAddress.isUnmade(trackingOrNull);
  }
}
