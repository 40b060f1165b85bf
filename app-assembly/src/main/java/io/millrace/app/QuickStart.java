package io.millrace.app;

import io.millrace.app.command.Console;
import io.millrace.app.text.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the launcher runs once for each build, to learn which classes the verbs use and archive them
 * for quicker starts. Works in a scratch directory, and shows nothing.
 */
public final class QuickStart {
  private static final List<List<String>> BASE =
      List.of(
          List.of("--help"),
          List.of("--version"),
          List.of("stages", "--help"),
          List.of("stages"),
          List.of("stages", "--output", "json"));

  private QuickStart() {}

  /** Runs {@code base}: the verbs without an engine. */
  public static void main(String[] words) throws IOException {
    Path scratch = Files.createTempDirectory("millrace-quick-start");
    try {
      Console nowhere = nowhere(scratch);
      for (List<String> call : BASE) {
        new Cli(nowhere, Map.of()).run(call.toArray(String[]::new));
      }
    } finally {
      delete(scratch);
    }
    System.exit(0);
  }

  private static Console nowhere(Path directory) {
    PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Console(silent, silent, Style.PLAIN, Style.PLAIN, false, directory);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
