package io.millrace.app.command;

import io.millrace.app.text.LiveStream;
import io.millrace.app.text.Style;
import io.millrace.app.text.TerminalSize;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a command is called from, and where it writes to.
 *
 * @param out results, and nothing else
 * @param err messages, progress and logs
 * @param style how results look
 * @param errStyle how messages look
 * @param live the terminal behind {@code err}, if lines on it may be written again; else null
 * @param directory the working directory
 */
public record Console(
    PrintStream out,
    PrintStream err,
    Style style,
    Style errStyle,
    @Nullable LiveStream live,
    Path directory) {
  /** Set by the launcher, which can tell one stream from the other: {@code out}, {@code err}. */
  private static final String TERMINALS = "millrace.terminals";

  /** Since this version of Java a console is there even without a terminal. */
  private static final int CONSOLE_WITHOUT_TERMINAL = 22;

  /**
   * The process's own. Colour and progress are for terminals; {@code NO_COLOR} and {@code
   * TERM=dumb} turn colour off.
   */
  public static Console ofProcess() {
    String terminals = System.getProperty(TERMINALS);
    boolean out = terminals == null ? hasConsole() : terminals.contains("out");
    boolean err = terminals == null ? hasConsole() : terminals.contains("err");
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    String noColour = System.getenv("NO_COLOR");
    boolean colour = !dumb && (noColour == null || noColour.isEmpty());
    OutputStream messages = new FileOutputStream(FileDescriptor.err);
    LiveStream live =
        err && !dumb ? new LiveStream(messages, TerminalSize.ofStandardError()) : null;
    return new Console(
        stream(new FileOutputStream(FileDescriptor.out)),
        stream(live == null ? messages : live),
        out && colour ? Style.COLOUR : Style.PLAIN,
        err && colour ? Style.COLOUR : Style.PLAIN,
        live,
        Path.of("").toAbsolutePath());
  }

  /** Writes result lines. */
  public void print(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }

  /** Writes a result line. */
  public void print(String line) {
    print(List.of(line));
  }

  /** Writes a message that is no result. */
  public void note(String line) {
    err.println(line);
    err.flush();
  }

  private static boolean hasConsole() {
    return Runtime.version().feature() < CONSOLE_WITHOUT_TERMINAL && System.console() != null;
  }

  private static PrintStream stream(OutputStream target) {
    // Text is UTF-8 whatever the locale says: JSON has to be.
    return new PrintStream(new BufferedOutputStream(target), false, StandardCharsets.UTF_8);
  }
}
