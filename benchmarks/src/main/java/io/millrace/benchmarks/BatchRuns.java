package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code millrace score} from Parquet to Parquet, beside a program that uses Spark ML alone. */
final class BatchRuns {
  private static final int FILES = Runtime.getRuntime().availableProcessors();

  private BatchRuns() {}

  /** Measures and prints. */
  static void measure(Path root, BenchmarkOptions options) throws IOException {
    Path scratch = options.scratch();
    Path rows = scratch.resolve("rows.parquet");
    Path home = scratch.resolve("home");
    String main = PlainScoring.class.getName();
    step(scratch, PlainScoring.making(options.rows(), FILES, rows));
    step(scratch, millrace(home, "run", pipeline(root), "--param", "data=" + rows));
    Path model = stockPipeline(home);
    System.out.printf(
        "%,d rows of 7 columns, Parquet to Parquet; %d pairs; %d cores%n",
        options.rows(), options.pairs(), Runtime.getRuntime().availableProcessors());
    new PairedRuns(options)
        .measure(
            directory ->
                millrace(
                    home,
                    "score",
                    "batch",
                    "--input",
                    rows.toString(),
                    "--to",
                    scored(directory).toString()),
            directory ->
                JavaCommand.of(
                    main, "score", model.toString(), rows.toString(), scored(directory).toString()),
            (ours, theirs) ->
                step(
                    scratch,
                    JavaCommand.of(
                        main, "compare", scored(ours).toString(), scored(theirs).toString())));
  }

  private static Path scored(Path directory) {
    return directory.resolve("scored.parquet");
  }

  private static String pipeline(Path root) {
    return root.resolve("benchmarks").resolve("batch.yaml").toString();
  }

  /** A call of the command line on a home. */
  static List<String> millrace(Path home, String verb, String... words) {
    List<String> all =
        Stream.concat(
                Stream.of("--home", home.toString(), "--output", "json", verb), Stream.of(words))
            .toList();
    return JavaCommand.of("io.millrace.app.Main", all.toArray(String[]::new));
  }

  /** Runs a command that is not measured, and gives what it printed. */
  static String step(Path scratch, List<String> command) throws IOException {
    MeasuredProcess.run(command, scratch.resolve("step.out"));
    return Files.readString(scratch.resolve("step.out"));
  }

  /** The stock form of the one package that the home has. */
  static Path stockPipeline(Path home) throws IOException {
    try (Stream<Path> found = Files.walk(home)) {
      return found
          .filter(path -> path.endsWith("sparkml") && Files.isDirectory(path))
          .sorted()
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no package has a stock form"));
    }
  }
}
