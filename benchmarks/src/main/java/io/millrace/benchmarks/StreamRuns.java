package io.millrace.benchmarks;

import io.millrace.benchmarks.TableCommits.Commit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code millrace stream} from files to Delta, beside a structured streaming job with {@code
 * PipelineModel.transform} written by hand: rows a second of all that is there at the start, then
 * how long rows take that come at a steady rate.
 */
final class StreamRuns {
  /** A batch of the backlog reads one. */
  private static final int FILES = 20;

  private static final String OURS = "millrace";
  private static final String THEIRS = "by hand";

  /** When the second part's batches begin. */
  private static final int TRIGGER_SECONDS = 1;

  private final Path scratch;
  private final Path home;
  private final BenchmarkOptions options;
  private final RawResults raw;
  private final Path source;
  private final Path model;

  private StreamRuns(Path root, BenchmarkOptions options) throws IOException {
    this.options = options;
    scratch = options.scratch();
    home = scratch.resolve("home");
    source = scratch.resolve("source.parquet");
    BatchRuns.step(scratch, PlainScoring.making(options.rows(), FILES, source));
    BatchRuns.step(
        scratch,
        BatchRuns.millrace(
            home,
            "run",
            root.resolve("benchmarks/batch.yaml").toString(),
            "--param",
            "data=" + source));
    model = BatchRuns.stockPipeline(home);
    raw =
        RawResults.begin(
            options.results(root.resolve("benchmarks").resolve("results")),
            "stream",
            "part",
            "program",
            "rows/s",
            "wall s",
            "CPU s",
            "peak MiB",
            "batches",
            "p50 ms",
            "p99 ms");
  }

  /** Measures and prints. */
  static void measure(Path root, BenchmarkOptions options) throws IOException {
    StreamRuns runs = new StreamRuns(root, options);
    runs.backlog();
    runs.latency();
  }

  private void backlog() throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%,d rows of 7 columns in %d files, a file a batch, to a Delta table; %d pairs; %d cores%n",
        options.rows(),
        FILES,
        options.pairs(),
        Runtime.getRuntime().availableProcessors());
    PairedRuns pairs = new PairedRuns(options);
    List<Double> own = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    pairs.measure(
        directory -> ours(source, directory, "available-now", 1),
        directory -> theirs(source, directory, 0, 1),
        (ours, theirs) -> {
          System.out.print("  " + compare(ours, theirs));
          own.add(kept(OURS, ours, last(pairs.millrace())));
          other.add(kept(THEIRS, theirs, last(pairs.plain())));
        });
    System.out.printf(
        Locale.ROOT,
        "%-10s %10.0f %10.0f %8.3f%n",
        "rows/s",
        median(own),
        median(other),
        median(own) / median(other));
  }

  /** From the first commit to the last one: without the start of a JVM and a session. */
  private double kept(String program, Path directory, Measurement whole) throws IOException {
    List<Commit> commits = new TableCommits(scored(directory)).read();
    long rows = commits.stream().skip(1).mapToLong(Commit::rows).sum();
    double rate = rows * 1e3 / (commits.get(commits.size() - 1).millis() - commits.get(0).millis());
    raw.add(
        "backlog",
        program,
        rate,
        whole.seconds(),
        whole.cpuSeconds(),
        whole.peakBytes() / (1 << 20),
        commits.size(),
        "",
        "");
    return rate;
  }

  private void latency() throws IOException {
    int files = StreamLatency.files(options.load());
    Path pool = scratch.resolve("pool.parquet");
    BatchRuns.step(scratch, PlainScoring.making((long) files * StreamLatency.ROWS, files, pool));
    StreamLatency latency = new StreamLatency(pool);
    System.out.printf(
        Locale.ROOT,
        "%n%,d rows/s in %d files a second for %d s, of which the first quarter does not count; a batch every %d s%n",
        StreamLatency.ROWS * StreamLatency.FILES_PER_SECOND,
        StreamLatency.FILES_PER_SECOND,
        options.load().toSeconds(),
        TRIGGER_SECONDS);
    System.out.printf(
        "%-10s %10s %10s %10s %10s %10s%n", "", "p50 ms", "p99 ms", "most ms", "batches", "CPU s");
    Path ours = Files.createDirectories(scratch.resolve("millrace-live"));
    Path theirs = Files.createDirectories(scratch.resolve("plain-live"));
    live(OURS, latency, ours, ours(incoming(ours), ours, TRIGGER_SECONDS + "s", 1000));
    live(THEIRS, latency, theirs, theirs(incoming(theirs), theirs, TRIGGER_SECONDS, 1000));
    System.out.print("  " + compare(ours, theirs));
  }

  private void live(String program, StreamLatency latency, Path directory, List<String> command)
      throws IOException {
    StreamLatency.Seen seen = latency.of(command, incoming(directory), scored(directory));
    raw.add(
        "latency",
        program,
        (double) StreamLatency.ROWS * StreamLatency.FILES_PER_SECOND,
        "",
        seen.cpuSeconds(),
        "",
        seen.batches(),
        seen.p50(),
        seen.p99());
    System.out.printf(
        Locale.ROOT,
        "%-10s %10d %10d %10d %10d %10.1f%n",
        program,
        seen.p50(),
        seen.p99(),
        seen.millis().getMaxValue(),
        seen.batches(),
        seen.cpuSeconds());
  }

  private String compare(Path ours, Path theirs) {
    try {
      return BatchRuns.step(
          scratch,
          JavaCommand.of(
              PlainStream.class.getName(),
              "compare",
              scored(ours).toString(),
              scored(theirs).toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> ours(Path from, Path directory, String trigger, int files) {
    return BatchRuns.millrace(
        home,
        "stream",
        "batch",
        "--from",
        "{use: ingest/parquet, with: {path: %s, stream: {maxFiles: %d}}}".formatted(from, files),
        "--to",
        scored(directory).toString(),
        "--checkpoint",
        directory.resolve("checkpoint").toString(),
        "--trigger",
        trigger);
  }

  /** A batch every so many seconds; 0 for all that is there, and then an end. */
  private List<String> theirs(Path from, Path directory, int seconds, int files) {
    return JavaCommand.of(
        PlainStream.class.getName(),
        "stream",
        model.toString(),
        from.toString(),
        scored(directory).toString(),
        "" + seconds,
        "" + files,
        directory.resolve("checkpoint").toString());
  }

  private static Measurement last(List<Measurement> all) {
    return all.get(all.size() - 1);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElse(0);
  }

  private static Path incoming(Path directory) {
    return directory.resolve("incoming");
  }

  private static Path scored(Path directory) {
    return directory.resolve("scored");
  }
}
