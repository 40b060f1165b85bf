package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * An alias was moved.
 *
 * @param model the model's name
 * @param alias as {@code champion}
 * @param from the version it named before; 0 if none
 * @param to the version it names now; 0 if it was removed
 * @param who the user
 * @param time when
 * @param why a sentence; may be empty
 */
public record AliasMove(
    String model, String alias, int from, int to, String who, Instant time, String why) {
  public AliasMove {
    requireNonNull(model, "model is null");
    requireNonNull(alias, "alias is null");
    requireNonNull(who, "who is null");
    requireNonNull(time, "time is null");
    requireNonNull(why, "why is null");
  }

  /** The version it named before. */
  public OptionalInt previous() {
    return from == 0 ? OptionalInt.empty() : OptionalInt.of(from);
  }
}
