package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One job by Millrace and by hand, in turn, each time in a fresh JVM and a fresh directory. What
 * both made must be the same.
 */
final class PairedRuns {
  /** One of the two programs. */
  interface Program {
    /** The command that does the job, and keeps all it writes in a directory. */
    List<String> command(Path directory);
  }

  /** Compares what both made. */
  interface Check {
    /** Fails, if it is not the same. */
    void requireSame(Path own, Path other) throws IOException;
  }

  private final BenchmarkOptions options;
  private final List<Measurement> millrace = new ArrayList<>();
  private final List<Measurement> plain = new ArrayList<>();

  PairedRuns(BenchmarkOptions options) {
    this.options = options;
  }

  /** Runs all pairs, and prints the table. */
  void measure(Program own, Program other, Check check) throws IOException {
    for (int pair = 1; pair <= options.pairs(); pair++) {
      Path ours = Files.createDirectories(options.scratch().resolve("millrace-" + pair));
      Path theirs = Files.createDirectories(options.scratch().resolve("plain-" + pair));
      // The one that goes first changes: caches of the system favour the second.
      if (pair % 2 == 1) {
        run("millrace", own, ours, millrace);
        run("by hand", other, theirs, plain);
      } else {
        run("by hand", other, theirs, plain);
        run("millrace", own, ours, millrace);
      }
      check.requireSame(ours, theirs);
      ScratchDirectory.delete(ours);
      ScratchDirectory.delete(theirs);
    }
    print();
  }

  /** What Millrace's runs took so far. */
  List<Measurement> millrace() {
    return List.copyOf(millrace);
  }

  /** What those of the other program took. */
  List<Measurement> plain() {
    return List.copyOf(plain);
  }

  /** Runs only the one of Millrace, where the other would not come to an end. */
  void measureAlone(Program own) throws IOException {
    Path ours = Files.createDirectories(options.scratch().resolve("millrace"));
    run("millrace", own, ours, millrace);
    ScratchDirectory.delete(ours);
  }

  /** The document that a program printed. */
  static Path output(Path directory) {
    return directory.resolve("output.json");
  }

  private static void run(String name, Program program, Path directory, List<Measurement> measured)
      throws IOException {
    Measurement taken = MeasuredProcess.run(program.command(directory), output(directory));
    measured.add(taken);
    System.out.printf(
        "  %-9s %6.1f s wall %6.1f s CPU %6.0f MiB%n",
        name, taken.seconds(), taken.cpuSeconds(), taken.peakBytes() / (1 << 20));
  }

  private void print() {
    System.out.printf("%n%-10s %10s %10s %8s%n", "median", "Millrace", "by hand", "ratio");
    ComparisonRow.print("wall s", millrace, plain, Measurement::seconds);
    ComparisonRow.print("CPU s", millrace, plain, Measurement::cpuSeconds);
    ComparisonRow.print("peak MiB", millrace, plain, m -> m.peakBytes() / (1 << 20));
  }
}
