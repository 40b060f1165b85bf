package io.millrace.app;

import io.millrace.app.command.Command;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A verb of the command line.
 *
 * @param name one word, or two as in {@code runs list}
 * @param group the heading under which the help shows it
 * @param help what it does, in a few words
 * @param command makes the object that picocli fills in; one for each call
 */
record Verb(String name, Group group, String help, Supplier<? extends Command> command) {
  /** The first words, or all, of those that read and write no runs, or name where themselves. */
  private static final Set<String> UNTRACKED =
      Set.of("new", "ci", "stages", "schema", "validate", "features", "tracking copy");

  private static final Set<String> RECORDING =
      Set.of("run", "score", "stream", "serve", "requests collect", "runs reproduce");

  /** Whether it records what it does as a run. */
  boolean recordsRuns() {
    return RECORDING.contains(name);
  }

  /** Whether it reads or writes runs, models or the journal. */
  boolean isTracked() {
    return !UNTRACKED.contains(firstWord()) && !UNTRACKED.contains(name);
  }

  /** The first word. */
  String firstWord() {
    int blank = name.indexOf(' ');
    return blank < 0 ? name : name.substring(0, blank);
  }

  /** The headings of the help, in order. */
  enum Group {
    WRITE("Write a pipeline"),
    RUN("Run it"),
    USE("Use the model"),
    LOOK("Look at what is there");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }
}
