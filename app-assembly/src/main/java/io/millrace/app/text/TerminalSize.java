package io.millrace.app.text;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sun.misc.Signal;

/**
 * How much a terminal shows.
 *
 * @param columns characters in a line
 * @param rows lines
 */
public record TerminalSize(int columns, int rows) {
  /** What terminals were, and what is assumed where none tells. */
  static final TerminalSize USUAL = new TerminalSize(80, 24);

  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([1-9]\\d*) ([1-9]\\d*)\\s*");
  private static final int ASK_MILLIS = 1_000;

  /**
   * The size of the terminal that the process's standard error is, asked when first needed, and
   * anew after the terminal told that it changed.
   */
  public static Supplier<TerminalSize> ofStandardError() {
    AtomicReference<TerminalSize> known = new AtomicReference<>();
    try {
      Signal.handle(new Signal("WINCH"), signal -> known.set(null));
    } catch (IllegalArgumentException e) {
      // A system without that signal: the size stays what it was.
    }
    return () -> known.updateAndGet(size -> size == null ? asked(new File("/dev/fd/2")) : size);
  }

  /** Java can't ask a terminal; {@code stty}, which POSIX has, can. */
  static TerminalSize asked(File terminal) {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(terminal)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (stty.waitFor(ASK_MILLIS, TimeUnit.MILLISECONDS)) {
        return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
      stty.destroy();
    } catch (IOException e) {
      // No stty: as good as no answer.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return USUAL;
  }

  /** Of {@code ROWS COLUMNS}; a terminal that does not know says {@code 0 0}. */
  static TerminalSize parse(String answer) {
    Matcher matcher = ROWS_AND_COLUMNS.matcher(answer);
    return matcher.matches()
        ? new TerminalSize(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)))
        : USUAL;
  }
}
