package io.millrace.app.command;

import io.millrace.app.text.Style;
import io.millrace.core.home.Home;

/**
 * What a command may use.
 *
 * @param console where it is called from and writes to
 * @param home the home directory
 * @param output how it shows its result
 */
public record CommandContext(Console console, Home home, OutputFormat output) {
  /** Whether the result is to be one JSON document. */
  public boolean json() {
    return output == OutputFormat.JSON;
  }

  /** How results look. */
  public Style style() {
    return console.style();
  }
}
