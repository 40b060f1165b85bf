package io.millrace.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a call asks for.
 *
 * @param copies how often each row of the Adult data is taken
 * @param pairs how many times each of two programs runs
 * @param scratch where data and results lie meanwhile
 * @param rows how many rows a made-up table has
 * @param rowsPerKey how many of them share a key
 * @param sizes numbers of rows of one job that grows
 * @param alone whether only Millrace runs, where a program by hand would not come to an end
 */
record BenchmarkOptions(
    int copies,
    int pairs,
    Path scratch,
    long rows,
    long rowsPerKey,
    List<Long> sizes,
    boolean alone) {
  /** The options behind the first word of a call. */
  static BenchmarkOptions parse(String[] words, Path scratch) {
    BenchmarkOptions options =
        new BenchmarkOptions(10, 3, scratch, 1_000_000, 10, List.of(100_000L, 1_000_000L), false);
    for (int i = 1; i < words.length; i++) {
      if (words[i].equals("--alone")) {
        options = options.withAlone();
        continue;
      }
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      }
      options = options.with(words[i], words[++i]);
    }
    return options;
  }

  private BenchmarkOptions withAlone() {
    return new BenchmarkOptions(copies, pairs, scratch, rows, rowsPerKey, sizes, true);
  }

  private BenchmarkOptions with(String name, String value) {
    return switch (name) {
      case "--copies" ->
          new BenchmarkOptions(
              Integer.parseInt(value), pairs, scratch, rows, rowsPerKey, sizes, alone);
      case "--pairs" ->
          new BenchmarkOptions(
              copies, Integer.parseInt(value), scratch, rows, rowsPerKey, sizes, alone);
      case "--scratch" ->
          new BenchmarkOptions(
              copies, pairs, Path.of(value).toAbsolutePath(), rows, rowsPerKey, sizes, alone);
      case "--rows" ->
          new BenchmarkOptions(
              copies, pairs, scratch, Long.parseLong(value), rowsPerKey, sizes, alone);
      case "--rows-per-key" ->
          new BenchmarkOptions(copies, pairs, scratch, rows, Long.parseLong(value), sizes, alone);
      case "--sizes" ->
          new BenchmarkOptions(
              copies,
              pairs,
              scratch,
              rows,
              rowsPerKey,
              Arrays.stream(value.split(",")).map(Long::valueOf).toList(),
              alone);
      default -> throw new IllegalArgumentException("unknown option " + name);
    };
  }
}
