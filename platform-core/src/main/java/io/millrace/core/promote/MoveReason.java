package io.millrace.core.promote;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.Locale;
import java.util.Optional;

/**
 * Why someone moves an alias: one line that is kept with the move, for those who read its history.
 *
 * @param text neither blank nor longer than {@link #MOST_CHARACTERS}, without line breaks and other
 *     control characters, and without blanks around it
 */
public record MoveReason(String text) {
  /** The longest reason, in characters. */
  public static final int MOST_CHARACTERS = 1_000;

  /**
   * A reason; blanks around it are taken away.
   *
   * @throws MillraceException INVALID_CALL, if it has a {@link #problem}
   */
  public MoveReason {
    text = text.strip();
    problem(text)
        .ifPresent(
            problem -> {
              throw new MillraceException(StandardError.INVALID_CALL, problem);
            });
  }

  /** Why a text can be no reason, as a sentence for the user; empty if it can. */
  public static Optional<String> problem(String text) {
    String given = text.strip();
    if (given.isEmpty()) {
      return Optional.of("the reason is blank; say in a line why the alias moves");
    }
    if (given.codePoints().anyMatch(MoveReason::breaksLine)) {
      return Optional.of("the reason must be one line; write it without line breaks");
    }
    Optional<Integer> control =
        given.codePoints().filter(Character::isISOControl).boxed().findFirst();
    if (control.isPresent()) {
      return Optional.of(
          "the reason holds the control character U+%04X; write it as plain text"
              .formatted(control.get()));
    }
    int characters = given.codePointCount(0, given.length());
    return characters > MOST_CHARACTERS
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the reason has %,d characters; at most %,d are kept, so say it shorter",
                characters,
                MOST_CHARACTERS))
        : Optional.empty();
  }

  private static boolean breaksLine(int c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }
}
