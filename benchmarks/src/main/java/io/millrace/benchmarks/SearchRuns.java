package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Searches of other kinds beside the grid: how near they come to its best AUC, with how many fits.
 * The grid's lists of values become ranges between the same ends.
 */
final class SearchRuns {
  private static final int FOLDS = 3;

  /** How far below the grid's best a search may end, and with which share of its fits. */
  private static final double TOLERANCE = 0.002;

  private static final double SHARE = 0.4;

  private static final String GRID = "kind: grid";

  /** A search's name, and how it is written in place of the grid. */
  private record Kind(String name, String written) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("grid", GRID),
          new Kind("random", "kind: random, trials: 9"),
          // Six on a third of the rows, then the better two on all of them.
          new Kind("halving", "kind: halving, trials: 6, factor: 3, resource: rows, from: 0.34"),
          new Kind("bayesian", "kind: bayesian, trials: 9"));

  /** How a list of the grid is written as a range. */
  private record Widened(String list, String range) {}

  private static final List<Widened> RANGES =
      List.of(
          new Widened(
              "[0.0001, 0.0005, 0.002, 0.01, 0.05, 0.2]", "{ min: 0.0001, max: 0.2, scale: log }"),
          new Widened("[0.0, 0.5]", "{ min: 0.0, max: 0.5 }"),
          new Widened("[2, 4, 6, 8, 10, 12]", "{ min: 2, max: 12 }"),
          new Widened("[1, 10, 30, 100]", "{ min: 1, max: 100, scale: log }"));

  private record Found(double auc, int fits, double seconds) {}

  private SearchRuns() {}

  /**
   * Measures and prints.
   *
   * @param data the directory that holds a directory for each data set
   */
  static void measure(Path data, Path root, BenchmarkOptions options) throws IOException {
    System.out.printf(
        "%-14s %-10s %10s %10s %6s %8s %8s%n",
        "", "search", "best AUC", "- grid's", "fits", "/ grid's", "wall s");
    for (String set : List.of("adult", "telco-churn", "mammography")) {
      Path pipeline = root.resolve("benchmarks").resolve("search").resolve(set + ".yaml");
      String text = Files.readString(pipeline);
      Found grid = null;
      for (Kind kind : KINDS) {
        Path directory =
            Files.createDirectories(options.scratch().resolve(set + "-" + kind.name()));
        Path written = Files.writeString(directory.resolve(set + ".yaml"), written(text, kind));
        Found found = run(directory, written, data.resolve(set));
        grid = grid == null ? found : grid;
        print(set, kind, found, grid);
      }
    }
  }

  private static String written(String text, Kind kind) {
    if (kind.written().equals(GRID)) {
      return text;
    }
    String result = text.replace(GRID, kind.written());
    for (Widened widened : RANGES) {
      result = result.replace(widened.list(), widened.range());
    }
    return result;
  }

  private static Found run(Path directory, Path pipeline, Path data) throws IOException {
    Path output = directory.resolve("output.json");
    Measurement taken =
        MeasuredProcess.run(JavaCommand.millrace(directory, pipeline, data), output);
    JsonNode search = new ObjectMapper().readTree(output.toFile()).path("searches").path(0);
    return new Found(
        search.path("metric").asDouble(), search.path("trials").size() * FOLDS, taken.seconds());
  }

  private static void print(String set, Kind kind, Found found, Found grid) {
    double share = (double) found.fits() / grid.fits();
    boolean reached = found.auc() >= grid.auc() - TOLERANCE && share <= SHARE;
    System.out.printf(
        "%-14s %-10s %10.5f %+10.5f %6d %8.3f %8.1f%s%n",
        set,
        kind.name(),
        found.auc(),
        found.auc() - grid.auc(),
        found.fits(),
        share,
        found.seconds(),
        kind.written().equals(GRID) ? "" : reached ? "  reached" : "  missed");
  }
}
