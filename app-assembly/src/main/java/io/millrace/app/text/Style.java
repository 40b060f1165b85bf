package io.millrace.app.text;

/** Gives text colour on a terminal that shows it, and leaves it alone elsewhere. */
public enum Style {
  /** No escape sequences at all. */
  PLAIN,
  /** ANSI colours. */
  COLOUR;

  /** For what the eye should find first. */
  public String bold(String text) {
    return wrap("1", text);
  }

  /** For what is less important than the rest. */
  public String faint(String text) {
    return wrap("2", text);
  }

  /** For what went well. */
  public String good(String text) {
    return wrap("32", text);
  }

  /** For what the user should look at. */
  public String warning(String text) {
    return wrap("33", text);
  }

  /** For what went wrong. */
  public String bad(String text) {
    return wrap("31", text);
  }

  private String wrap(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
