package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** The entry of {@code benchmarks/run}. */
public final class Benchmarks {
  private Benchmarks() {}

  /** The first word names a benchmark, or is the directory with the Adult data. */
  public static void main(String[] words) throws IOException {
    if (words.length == 0 || words.length == 1 && isOfData(words[0])) {
      System.err.println(
          "usage: benchmarks/run DATA [--copies N] [--pairs N] [--scratch DIR]\n"
              + "       benchmarks/run tuning DATA [--copies N] [--pairs N] [--scratch DIR]\n"
              + "       benchmarks/run search DATA_SETS [--scratch DIR]\n"
              + "       benchmarks/run scoring [--pairs N] [--alone] [--results DIR]\n"
              + "       benchmarks/run http [--seconds N] [--connections N] [--pairs N] [--mlflow"
              + " VENV] [--results DIR] [--scratch DIR]\n"
              + "       benchmarks/run server [--pairs N] [--connections N] [--results DIR]"
              + " [--scratch DIR]\n"
              + "       benchmarks/run batch [--rows N] [--pairs N] [--scratch DIR]\n"
              + "       benchmarks/run stream [--rows N] [--pairs N] [--seconds N] [--results DIR]"
              + " [--scratch DIR]\n"
              + "       benchmarks/run start [--pairs N] [--scratch DIR]\n"
              + "       benchmarks/run tracking [--pairs N] [--tracking URI,URI] [--scratch DIR]\n"
              + "       benchmarks/run console [--tracking URI,URI] [--scratch DIR]\n"
              + "       benchmarks/run growth DATA [--sizes N,N] [--scratch DIR]\n"
              + "       benchmarks/run as-of|skew|profile [--rows N] [--rows-per-key N] [--pairs N]"
              + " [--alone] [--scratch DIR]");
      System.exit(2);
    }
    Path root = Path.of(System.getProperty("millrace.root", ".")).toRealPath();
    Path own = Files.createTempDirectory("millrace-benchmarks");
    try {
      // These name their data behind their own name.
      String[] call = isOfData(words[0]) ? Arrays.copyOfRange(words, 1, words.length) : words;
      BenchmarkOptions options = BenchmarkOptions.parse(call, own);
      Files.createDirectories(options.scratch());
      switch (words[0]) {
        case "batch" -> BatchRuns.measure(root, options);
        case "http" -> HttpRuns.measure(root, options);
        case "server" -> ServerStarts.measure(root, options);
        case "stream" -> StreamRuns.measure(root, options);
        case "tracking" -> TrackingRuns.measure(options);
        case "console" -> ConsolePages.measure(options);
        case "start" -> Starts.measure(root, options);
        case "scoring" -> RowLatency.measure(root, options);
        case "as-of" -> FrameJobs.asOf(root, options);
        case "profile" -> FrameJobs.profile(root, options);
        case "growth" -> Growth.measure(Path.of(call[0]), root, options);
        case "skew" -> FrameJobs.skew(root, options);
        case "tuning" -> TuningRuns.measure(Path.of(call[0]), root, options);
        case "search" -> SearchRuns.measure(Path.of(call[0]), root, options);
        default -> WholeRuns.measure(Path.of(words[0]), root, options);
      }
    } finally {
      ScratchDirectory.delete(own);
    }
  }

  private static boolean isOfData(String word) {
    return Set.of("tuning", "search", "growth").contains(word);
  }
}
