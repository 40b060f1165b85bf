package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Jobs on made-up tables: a pipeline file beside {@link PlainJoins}. Both write a Delta table,
 * whose sums must be equal.
 */
final class FrameJobs {
  private final Path root;
  private final BenchmarkOptions options;

  private FrameJobs(Path root, BenchmarkOptions options) {
    this.root = root;
    this.options = options;
  }

  /** The as-of join beside the range join, at a size where that ends; alone, at full size. */
  static void asOf(Path root, BenchmarkOptions options) throws IOException {
    FrameJobs jobs = new FrameJobs(root, options);
    long keys = Math.max(1, options.rows() / options.rowsPerKey());
    Path data = jobs.made("events", options.rows(), keys);
    System.out.printf(
        "%,d events, %,d feature rows, %,d keys%n", options.rows(), 10 * options.rows(), keys);
    jobs.measure("as-of", data);
  }

  /** A join where one key holds 30 % of the rows. */
  static void skew(Path root, BenchmarkOptions options) throws IOException {
    FrameJobs jobs = new FrameJobs(root, options);
    long keys = Math.max(1, options.rows() / options.rowsPerKey());
    Path data = jobs.made("skewed", options.rows(), keys);
    System.out.printf("%,d rows, %,d keys, one of them with 30 %%%n", options.rows(), keys);
    jobs.measure("skew", data);
  }

  /** The figures of fifty columns, beside a query for each. */
  static void profile(Path root, BenchmarkOptions options) throws IOException {
    FrameJobs jobs = new FrameJobs(root, options);
    Path data = jobs.made("wide", options.rows(), 1);
    System.out.printf("%,d rows, %d columns%n", options.rows(), MadeUpTables.WIDTH);
    new PairedRuns(options)
        .measure(
            directory -> jobs.pipeline("profile", data, directory),
            directory ->
                JavaCommand.of(
                    PlainJoins.class.getName(), "profile", data.toString(), directory.toString()),
            (own, other) -> {});
  }

  private Path made(String kind, long rows, long keys) throws IOException {
    Path data = options.scratch().resolve("data");
    MeasuredProcess.run(
        JavaCommand.of(MadeUpTables.class.getName(), kind, data.toString(), "" + rows, "" + keys),
        options.scratch().resolve("made.out"));
    return data;
  }

  private void measure(String name, Path data) throws IOException {
    PairedRuns runs = new PairedRuns(options);
    if (options.alone()) {
      runs.measureAlone(directory -> pipeline(name, data, directory));
      return;
    }
    runs.measure(
        directory -> pipeline(name, data, directory),
        directory ->
            JavaCommand.of(PlainJoins.class.getName(), name, data.toString(), directory.toString()),
        (own, other) ->
            requireSame(
                sums(own.resolve("home").resolve("features").resolve("joined")),
                sums(other.resolve("joined"))));
  }

  private List<String> pipeline(String name, Path data, Path directory) {
    List<String> words =
        new ArrayList<>(
            List.of("--home", directory.resolve("home").toString(), "--output", "json", "run"));
    words.add(root.resolve("benchmarks").resolve(name + ".yaml").toString());
    words.addAll(List.of("--param", "data=" + data));
    return JavaCommand.of("io.millrace.app.Main", words.toArray(String[]::new));
  }

  private Map<String, Double> sums(Path table) throws IOException {
    Path output = options.scratch().resolve("sums.json");
    MeasuredProcess.run(
        JavaCommand.of(MadeUpTables.class.getName(), "sums", table.toString()), output);
    return MetricsDocument.read(output);
  }

  private static void requireSame(Map<String, Double> own, Map<String, Double> other) {
    System.out.printf("  sums %s%n", own);
    if (own.isEmpty() || !own.equals(other)) {
      throw new IllegalStateException(
          "Millrace made %s, and by hand %s: not the same job".formatted(own, other));
    }
  }
}
