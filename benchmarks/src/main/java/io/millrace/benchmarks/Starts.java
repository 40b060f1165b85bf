package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long the command line takes before it works, beside a JVM that only says its version. */
final class Starts {
  /** A command, and what it took so far. */
  private record Start(String name, List<String> command, List<Measurement> measured) {
    static Start of(String name, String... command) {
      return new Start(name, List.of(command), new ArrayList<>());
    }

    double seconds() {
      return Measurement.median(measured, Measurement::seconds);
    }

    double cpuSeconds() {
      return Measurement.median(measured, Measurement::cpuSeconds);
    }
  }

  private Starts() {}

  /** Measures and prints; the rounds are interleaved, so that a busy machine hits all alike. */
  static void measure(Path root, BenchmarkOptions options) throws IOException {
    Files.createDirectories(options.scratch());
    Path output = options.scratch().resolve("output");
    Start yardstick = Start.of("java -version", JavaCommand.JAVA, "-version");
    List<Start> starts = starts(yardstick, root, options.scratch().resolve("home"));
    // The first round builds what is missing, archives included, and makes the run to be repeated.
    for (int round = 0; round <= options.pairs(); round++) {
      for (Start start : starts) {
        Measurement measured = MeasuredProcess.run(start.command(), output);
        if (round > 0) {
          start.measured().add(measured);
        }
      }
    }
    print(starts, yardstick);
  }

  private static List<Start> starts(Start yardstick, Path root, Path home) {
    String millrace = root.resolve("millrace").toString();
    String churn = root.resolve("examples/churn/pipeline.yaml").toString();
    return List.of(
        yardstick,
        Start.of("--help", millrace, "--help"),
        Start.of("stages", millrace, "stages"),
        Start.of("validate", millrace, "--home", home.toString(), "validate", churn),
        Start.of("unchanged rerun", millrace, "--home", home.toString(), "run", churn));
  }

  private static void print(List<Start> starts, Start yardstick) {
    System.out.printf("%-16s %8s %8s %15s%n", "median", "wall s", "CPU s", "/ java -version");
    for (Start start : starts) {
      System.out.printf(
          "%-16s %8.2f %8.2f %14.1fx%n",
          start.name(), start.seconds(), start.cpuSeconds(), start.seconds() / yardstick.seconds());
    }
  }
}
