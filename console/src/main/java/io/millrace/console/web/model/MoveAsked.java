package io.millrace.console.web.model;

import io.millrace.console.http.HttpProblem;
import io.millrace.console.web.Link;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What is to happen to an alias.
 *
 * @param version that it is to name; empty for the one before, or for none
 */
record MoveAsked(String model, Action action, String alias, OptionalInt version) {
  /** What can happen to it. */
  enum Action {
    PROMOTE("promote"),
    ROLLBACK("rollback"),
    REMOVE("remove");

    private final String text;

    Action(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    static Action of(String text) {
      for (Action action : values()) {
        if (action.text.equals(text)) {
          return action;
        }
      }
      throw HttpProblem.bad("'do' takes promote, rollback or remove, not '" + text + "'");
    }
  }

  /** Reads it from the fields of a form. */
  static MoveAsked of(String model, UnaryOperator<String> fields) {
    String version = fields.apply("version");
    return new MoveAsked(
        model,
        Action.of(fields.apply("do")),
        fields.apply("alias").strip(),
        version.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number("version", version)));
  }

  /** A version's number, 0 for none. */
  static int number(String name, String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw HttpProblem.bad("'%s' takes a version's number, not '%s'".formatted(name, text));
    }
    return Integer.parseInt(text);
  }

  /** Where the form for it is. */
  static String address(String model, String action, String alias, int version) {
    return Link.to("models", model, "move")
        .with("do", action)
        .with("alias", alias)
        .with("version", version == 0 ? "" : Integer.toString(version))
        .toString();
  }

  String address() {
    return address(model, action.text(), alias, version.orElse(0));
  }
}
