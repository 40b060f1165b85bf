package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The user's browser. */
final class Browser {
  private Browser() {}

  /**
   * Shows a page.
   *
   * @throws MillraceException INVALID_CALL, if this machine has no way to
   */
  static void show(URI page) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    List<String> opener =
        system.contains("win")
            ? List.of("rundll32", "url.dll,FileProtocolHandler")
            : List.of(system.contains("mac") ? "open" : "xdg-open");
    List<String> call = new ArrayList<>(opener);
    call.add(page.toString());
    try {
      new ProcessBuilder(call)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "no browser can be started here (%s is missing); open %s yourself"
              .formatted(opener.get(0), page),
          e);
    }
  }
}
