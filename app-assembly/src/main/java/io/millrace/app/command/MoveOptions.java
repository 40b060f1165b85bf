package io.millrace.app.command;

import io.millrace.core.promote.Promotions.Terms;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the verbs that move an alias have in common. */
public final class MoveOptions {
  private static final String NONE = "none";

  @Option(
      names = "--expect",
      paramLabel = "VERSION",
      description = "moves the alias only if it names this version now, or 'none'")
  private @Nullable String expect;

  @Option(names = "--dry-run", description = "only tell")
  private boolean dryRun;

  /** What is asked for. */
  Terms terms(boolean force) {
    return new Terms(expected(), force, dryRun);
  }

  private OptionalInt expected() {
    String given = expect;
    if (given == null) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(given.equals(NONE) ? 0 : version("--expect", given, " or 'none'"));
  }

  /** A version's number. */
  static int version(String option, String given, String orElse) {
    if (!given.matches("[1-9][0-9]{0,8}")) {
      throw Arguments.invalid(
          "%s takes the number of a version%s, not '%s'".formatted(option, orElse, given));
    }
    return Integer.parseInt(given);
  }

  boolean isDryRun() {
    return dryRun;
  }
}
