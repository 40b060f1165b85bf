package io.millrace.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a call asks for. */
final class BenchmarkOptions {
  private static final String ALONE = "--alone";
  private static final String MLFLOW = "--mlflow";
  private static final String RESULTS = "--results";
  private static final String SCRATCH = "--scratch";

  private static final String TRACKING = "--tracking";

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("--copies", "10"),
          Map.entry("--pairs", "3"),
          Map.entry("--rows", "1000000"),
          Map.entry("--rows-per-key", "10"),
          Map.entry("--sizes", "100000,1000000"),
          Map.entry("--seconds", "60"),
          Map.entry("--connections", "16"),
          Map.entry(MLFLOW, ""),
          Map.entry(RESULTS, ""),
          Map.entry(SCRATCH, ""),
          Map.entry(TRACKING, ""));

  private final Map<String, String> values;
  private final Path ownScratch;
  private final boolean alone;

  private BenchmarkOptions(Map<String, String> values, Path ownScratch, boolean alone) {
    this.values = values;
    this.ownScratch = ownScratch;
    this.alone = alone;
  }

  /**
   * The options behind the first word of a call.
   *
   * @param ownScratch where things lie if the call does not say
   */
  static BenchmarkOptions parse(String[] words, Path ownScratch) {
    Map<String, String> values = new HashMap<>(DEFAULTS);
    boolean alone = false;
    for (int i = 1; i < words.length; i++) {
      if (words[i].equals(ALONE)) {
        alone = true;
      } else if (!DEFAULTS.containsKey(words[i])) {
        throw new IllegalArgumentException("unknown option " + words[i]);
      } else if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      } else {
        values.put(words[i], words[++i]);
      }
    }
    return new BenchmarkOptions(values, ownScratch, alone);
  }

  /** How often each row of the Adult data is taken. */
  int copies() {
    return (int) number("--copies");
  }

  /** How many times each of two programs runs. */
  int pairs() {
    return (int) number("--pairs");
  }

  /** Where data and results lie meanwhile. */
  Path scratch() {
    return path(SCRATCH, ownScratch);
  }

  /** How many rows a made-up table has. */
  long rows() {
    return number("--rows");
  }

  /** How many of them share a key. */
  long rowsPerKey() {
    return number("--rows-per-key");
  }

  /** Numbers of rows of one job that grows. */
  List<Long> sizes() {
    return Arrays.stream(value("--sizes").split(",", -1)).map(Long::valueOf).toList();
  }

  /** For how long each server is under load, all spans together. */
  Duration load() {
    return Duration.ofSeconds(number("--seconds"));
  }

  /** How many connections a server is asked by at a time. */
  int connections() {
    return (int) number("--connections");
  }

  /** Whether the virtual environment of a Python that has MLflow is given. */
  boolean hasMlflow() {
    return !value(MLFLOW).isEmpty();
  }

  /** That virtual environment. */
  Path mlflow() {
    return path(MLFLOW, Path.of(""));
  }

  /** Where single measurements are kept. */
  Path results(Path otherwise) {
    return path(RESULTS, otherwise);
  }

  /** Whether only Millrace runs, where a program by hand would not come to an end. */
  boolean alone() {
    return alone;
  }

  /** Addresses beside memory and the embedded database, with commas between them. */
  String tracking() {
    return value(TRACKING);
  }

  private Path path(String option, Path otherwise) {
    return value(option).isEmpty() ? otherwise : Path.of(value(option)).toAbsolutePath();
  }

  private long number(String option) {
    return Long.parseLong(value(option));
  }

  private String value(String option) {
    return values.getOrDefault(option, "");
  }
}
