package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code millrace stream} from files to Delta, beside a structured streaming job with {@code
 * PipelineModel.transform} written by hand: rows a second of all that is there at the start, then
 * how long rows take that come one file after the other.
 */
final class StreamRuns {
  /** A batch reads one. */
  private static final int FILES = 20;

  private StreamRuns() {}

  /** Measures and prints. */
  static void measure(Path root, BenchmarkOptions options) throws IOException {
    Path scratch = options.scratch();
    Path rows = scratch.resolve("rows.parquet");
    Path home = scratch.resolve("home");
    BatchRuns.step(
        scratch,
        JavaCommand.of(
            PlainScoring.class.getName(), "rows", Long.toString(options.rows()), rows.toString()));
    BatchRuns.step(
        scratch,
        BatchRuns.millrace(
            home,
            "run",
            root.resolve("benchmarks/batch.yaml").toString(),
            "--param",
            "data=" + rows));
    Path source = scratch.resolve("source.parquet");
    BatchRuns.step(
        scratch,
        JavaCommand.of(
            PlainStream.class.getName(),
            "cut",
            rows.toString(),
            Integer.toString(FILES),
            source.toString()));
    Path model = BatchRuns.stockPipeline(home);
    System.out.printf(
        "%,d rows of 7 columns in %d files, a file a batch, to a Delta table; %d pairs; %d cores%n",
        options.rows(), FILES, options.pairs(), Runtime.getRuntime().availableProcessors());
    PairedRuns.Check same =
        (ours, theirs) ->
            System.out.print(
                BatchRuns.step(
                    scratch,
                    JavaCommand.of(
                        PlainStream.class.getName(),
                        "compare",
                        scored(ours).toString(),
                        scored(theirs).toString())));
    new PairedRuns(options)
        .measure(
            directory -> stream(home, source, directory),
            directory -> byHand(model, source, directory),
            same);
  }

  private static List<String> stream(Path home, Path source, Path directory) {
    return BatchRuns.millrace(
        home,
        "stream",
        "batch",
        "--from",
        "{use: ingest/parquet, with: {path: %s, stream: {maxFiles: 1}}}".formatted(source),
        "--to",
        scored(directory).toString(),
        "--checkpoint",
        directory.resolve("checkpoint").toString(),
        "--trigger",
        "available-now");
  }

  private static List<String> byHand(Path model, Path source, Path directory) {
    return JavaCommand.of(
        PlainStream.class.getName(),
        "stream",
        model.toString(),
        source.toString(),
        scored(directory).toString(),
        directory.resolve("checkpoint").toString());
  }

  private static Path scored(Path directory) {
    return directory.resolve("scored");
  }
}
