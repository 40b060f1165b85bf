package io.millrace.app;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.app.Verb.Group;
import io.millrace.app.command.StagesCommand;
import io.millrace.core.catalog.NearNames;
import java.util.List;

/** All verbs, in the order of the help. */
final class Verbs {
  static final List<Verb> ALL =
      List.of(new Verb("stages", Group.WRITE, "what pipelines can use", StagesCommand::new));

  private Verbs() {}

  /**
   * The verb of these words.
   *
   * @param first the first word of the call
   * @param second the word after it; empty if there is none
   * @throws MillraceException if there is no such verb
   */
  static Verb of(String first, String second) {
    for (Verb verb : ALL) {
      if (verb.name().equals(first) || verb.name().equals(first + " " + second)) {
        return verb;
      }
    }
    List<String> words = secondWords(first);
    if (words.isEmpty()) {
      List<String> names = ALL.stream().map(Verb::firstWord).distinct().toList();
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "there is no verb '" + first + "'" + NearNames.hintOrList(first, names, "verbs are"));
    }
    throw new MillraceException(StandardError.INVALID_CALL, incomplete(first, second, words));
  }

  /** The words that may follow a first word; none if it is a whole verb. */
  static List<String> secondWords(String first) {
    return ALL.stream()
        .filter(verb -> verb.name().startsWith(first + " "))
        .map(verb -> verb.name().substring(first.length() + 1))
        .toList();
  }

  private static String incomplete(String first, String second, List<String> secondWords) {
    if (second.isEmpty()) {
      return "'" + first + "' needs one of " + String.join(", ", secondWords) + " after it";
    }
    return "there is no '"
        + first
        + " "
        + second
        + "'"
        + NearNames.hintOrList(second, secondWords, "after '" + first + "' come");
  }
}
