package io.millrace.app;

import io.millrace.app.command.Console;
import io.millrace.app.text.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a call of the command line did.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record Call(int exitCode, String out, String err) {
  /** Calls the command line in this JVM, as from a pipe. */
  public static Call in(Path directory, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(stream(out), stream(err), Style.PLAIN, Style.PLAIN, null, directory);
    int exitCode = new Cli(console, Map.of()).run(words);
    return new Call(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
