package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The job of {@link WholeRuns} by Millrace alone, on more and more rows, with a heap of 2 GiB. */
final class Growth {
  private static final String HEAP = "-Xmx2g";
  private static final long ROWS_OF_ADULT = 48_842;

  private Growth() {}

  /** Measures and prints, with the exponent of time between sizes. */
  static void measure(Path source, Path root, BenchmarkOptions options) throws IOException {
    Path pipeline = root.resolve("benchmarks").resolve("adult.yaml");
    System.out.printf(
        "%12s %9s %9s %10s %15s%n", "rows", "wall s", "CPU s", "peak MiB", "exponent of CPU");
    List<Double> before = new ArrayList<>();
    for (long size : options.sizes()) {
      int copies = (int) Math.max(1, Math.round((double) size / ROWS_OF_ADULT));
      Path directory = Files.createDirectories(options.scratch().resolve("growth-" + size));
      long rows = AdultCopies.write(source, directory.resolve("data"), copies);
      Measurement taken =
          MeasuredProcess.run(
              withHeap(JavaCommand.millrace(directory, pipeline, directory.resolve("data"))),
              directory.resolve("output.json"));
      System.out.printf(
          "%,12d %9.1f %9.1f %10.0f %15s%n",
          rows,
          taken.seconds(),
          taken.cpuSeconds(),
          taken.peakBytes() / (1 << 20),
          exponent(before, rows, taken.cpuSeconds()));
      before = List.of((double) rows, taken.cpuSeconds());
      ScratchDirectory.delete(directory);
    }
  }

  /** Of the CPU time, as a power of the rows, since the size before; 1 is linear. */
  private static String exponent(List<Double> before, long rows, double seconds) {
    return before.isEmpty()
        ? ""
        : String.format("%.2f", Math.log(seconds / before.get(1)) / Math.log(rows / before.get(0)));
  }

  private static List<String> withHeap(List<String> command) {
    return command.stream().map(word -> word.startsWith("-Xmx") ? HEAP : word).toList();
  }
}
