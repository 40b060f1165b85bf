package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen to an alias.
 *
 * @param model the model's name
 * @param alias as {@code champion}
 * @param to the version that it is to name; 0 to remove it
 * @param expectedOrNull the version that it must name now, 0 for none; null if that is all the same
 * @param who the user
 * @param why a sentence; may be empty
 * @param time when
 */
public record AliasChange(
    String model,
    String alias,
    int to,
    @Nullable Integer expectedOrNull,
    String who,
    String why,
    Instant time) {
  public AliasChange {
    requireNonNull(model, "model is null");
    requireNonNull(alias, "alias is null");
    requireNonNull(who, "who is null");
    requireNonNull(why, "why is null");
    requireNonNull(time, "time is null");
    Optional<String> problem = to == 0 ? Optional.empty() : AliasName.problem(alias);
    if (problem.isPresent()) {
      throw new MillraceException(StandardError.INVALID_OPTION, problem.get());
    }
  }

  /**
   * Lets an alias name a version, whatever it names now.
   *
   * @throws MillraceException NOT_FOUND, if no version has such a number
   */
  public static AliasChange move(
      String model, String alias, int to, String who, String why, Instant time) {
    if (to < 1) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "model '%s' has no version %d; versions count from 1".formatted(model, to));
    }
    return new AliasChange(model, alias, to, null, who, why, time);
  }

  /** Removes an alias. */
  public static AliasChange removal(
      String model, String alias, String who, String why, Instant time) {
    return new AliasChange(model, alias, 0, null, who, why, time);
  }

  /** The same, only if the alias names that version now, or none if 0. */
  public AliasChange expecting(int version) {
    return new AliasChange(model, alias, to, version, who, why, time);
  }

  /** The version that the alias must name now, 0 for none. */
  public OptionalInt expected() {
    return expectedOrNull == null ? OptionalInt.empty() : OptionalInt.of(expectedOrNull);
  }

  /**
   * The move from what the alias names now.
   *
   * @param from the version that it names; 0 if none
   * @throws MillraceException ALIAS_MOVED, if another version was expected
   */
  public AliasMove from(int from) {
    if (expectedOrNull != null && expectedOrNull != from) {
      throw new MillraceException(
          StandardError.ALIAS_MOVED,
          "%s of %s names %s, not %s as was expected: someone moved it"
              .formatted(alias, model, version(from), version(expectedOrNull)));
    }
    return new AliasMove(model, alias, from, to, who, time, why);
  }

  private static String version(int number) {
    return number == 0 ? "no version" : "version " + number;
  }
}
