package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same job by Millrace and by hand, in turn, each time in a fresh JVM and a fresh directory.
 */
final class WholeRuns {
  /** How far the two programs' metrics may lie apart. */
  private static final double TOLERANCE = 1e-3;

  private final Path scratch;
  private final Path data;
  private final Path pipeline;
  private final List<Measurement> millrace = new ArrayList<>();
  private final List<Measurement> plain = new ArrayList<>();

  private WholeRuns(Path scratch, Path data, Path pipeline) {
    this.scratch = scratch;
    this.data = data;
    this.pipeline = pipeline;
  }

  /** Measures and prints. */
  static void measure(Path source, Path root, BenchmarkOptions options) throws IOException {
    Path scratch = options.scratch();
    Path data = scratch.resolve("data");
    long rows = AdultCopies.write(source, data, options.copies());
    System.out.printf(
        "Adult, %,d rows for training and test; %d pairs of runs; %d cores%n",
        rows, options.pairs(), Runtime.getRuntime().availableProcessors());
    WholeRuns runs = new WholeRuns(scratch, data, root.resolve("benchmarks").resolve("adult.yaml"));
    for (int pair = 1; pair <= options.pairs(); pair++) {
      runs.pair(pair);
    }
    runs.printTable();
  }

  /** The one that goes first changes from pair to pair: caches of the system favour the second. */
  private void pair(int number) throws IOException {
    boolean millraceFirst = number % 2 == 1;
    Path own = scratch.resolve("millrace-" + number);
    Path other = scratch.resolve("plain-" + number);
    if (millraceFirst) {
      runMillrace(own);
      runPlain(other);
    } else {
      runPlain(other);
      runMillrace(own);
    }
    requireSame(MetricsDocument.read(json(own)), MetricsDocument.read(json(other)));
    ScratchDirectory.delete(own);
    ScratchDirectory.delete(other);
  }

  private static Path json(Path directory) {
    return directory.resolve("metrics.json");
  }

  private void runMillrace(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<String> command =
        JavaCommand.of(
            "io.millrace.app.Main",
            "--home",
            directory.resolve("home").toString(),
            "--output",
            "json",
            "run",
            pipeline.toString(),
            "--param",
            "data=" + data);
    show("millrace", MeasuredProcess.run(command, json(directory)), millrace);
  }

  private void runPlain(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<String> command =
        JavaCommand.of(PlainAdult.class.getName(), data.toString(), directory.toString());
    show("plain", MeasuredProcess.run(command, json(directory)), plain);
  }

  private static void show(String name, Measurement measured, List<Measurement> all) {
    all.add(measured);
    System.out.printf(
        "  %-9s %6.1f s wall %6.1f s CPU %6.0f MiB%n",
        name, measured.seconds(), measured.cpuSeconds(), measured.peakBytes() / (1 << 20));
  }

  private static void requireSame(Map<String, Double> own, Map<String, Double> other) {
    System.out.printf("  AUC %.6f and %.6f%n", own.get("auc"), other.get("auc"));
    other.forEach(
        (name, value) -> {
          double ours = own.getOrDefault(name, Double.NaN);
          if (!(Math.abs(ours - value) <= TOLERANCE)) {
            throw new IllegalStateException(
                "%s is %f by Millrace and %f by hand: not the same job"
                    .formatted(name, ours, value));
          }
        });
  }

  private void printTable() {
    System.out.printf("%n%-10s %10s %10s %8s%n", "median", "Millrace", "by hand", "ratio");
    ComparisonRow.print("wall s", millrace, plain, Measurement::seconds);
    ComparisonRow.print("CPU s", millrace, plain, Measurement::cpuSeconds);
    ComparisonRow.print("peak MiB", millrace, plain, m -> m.peakBytes() / (1 << 20));
  }
}
