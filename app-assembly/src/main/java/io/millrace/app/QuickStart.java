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
  /** The verbs without an engine. */
  private static final List<String> BASE =
      List.of(
          "--help",
          "--version",
          "stages --help",
          "stages",
          "stages transform/impute",
          "stages --output json",
          "new pipeline leavers",
          "validate leavers/pipeline.yaml",
          "validate leavers/pipeline.yaml --set model.with.regPram=1",
          "plan leavers/pipeline.yaml",
          "runs list");

  /** The verbs with one, and what looks at what they made. */
  private static final List<String> ENGINE =
      List.of(
          "new pipeline leavers",
          "run leavers/pipeline.yaml --param data=leavers/data/customers.csv",
          "run leavers/pipeline.yaml --param data=leavers/data/customers.csv",
          "score leavers --input leavers/data/customers.csv --to leavers/scored.parquet",
          "runs show last");

  private QuickStart() {}

  /** Runs the verbs of {@code base} or {@code engine}; fails if one of the latter does. */
  public static void main(String[] words) throws IOException {
    boolean engine = List.of(words).contains("engine");
    Path scratch = Files.createTempDirectory("millrace-quick-start");
    int worst = 0;
    try {
      Console nowhere = nowhere(scratch);
      for (String call : engine ? ENGINE : BASE) {
        String[] filled = call.replace("leavers/", scratch + "/leavers/").split(" ", -1);
        worst = Math.max(worst, new Cli(nowhere, Map.of()).run(filled));
      }
    } finally {
      delete(scratch);
    }
    System.exit(engine ? worst : 0);
  }

  private static Console nowhere(Path directory) {
    PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Console(silent, silent, Style.PLAIN, Style.PLAIN, null, directory);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
