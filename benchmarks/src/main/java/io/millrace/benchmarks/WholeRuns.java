package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A whole job by Millrace and by hand: from files to a registered model. */
final class WholeRuns {
  /** How far the two programs' metrics may lie apart. */
  private static final double TOLERANCE = 1e-3;

  private WholeRuns() {}

  /** Measures and prints. */
  static void measure(Path source, Path root, BenchmarkOptions options) throws IOException {
    Path data = options.scratch().resolve("data");
    long rows = AdultCopies.write(source, data, options.copies());
    System.out.printf(
        "Adult, %,d rows for training and test; %d pairs of runs; %d cores%n",
        rows, options.pairs(), Runtime.getRuntime().availableProcessors());
    Path pipeline = root.resolve("benchmarks").resolve("adult.yaml");
    new PairedRuns(options)
        .measure(
            directory -> JavaCommand.millrace(directory, pipeline, data),
            directory ->
                JavaCommand.of(PlainAdult.class.getName(), data.toString(), directory.toString()),
            (ours, theirs) ->
                requireSame(
                    MetricsDocument.read(PairedRuns.output(ours)),
                    MetricsDocument.read(PairedRuns.output(theirs))));
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
}
