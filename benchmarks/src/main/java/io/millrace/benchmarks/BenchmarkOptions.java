package io.millrace.benchmarks;

import java.nio.file.Path;

/**
 * What a call asks for.
 *
 * @param copies how often each row of the Adult data is taken
 * @param pairs how many times each of two programs runs
 * @param scratch where data and results lie meanwhile
 */
record BenchmarkOptions(int copies, int pairs, Path scratch) {
  /** The options behind the first word of a call. */
  static BenchmarkOptions parse(String[] words, Path scratch) {
    BenchmarkOptions options = new BenchmarkOptions(10, 3, scratch);
    for (int i = 1; i < words.length; i += 2) {
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      }
      options = options.with(words[i], words[i + 1]);
    }
    return options;
  }

  private BenchmarkOptions with(String name, String value) {
    return switch (name) {
      case "--copies" -> new BenchmarkOptions(Integer.parseInt(value), pairs, scratch);
      case "--pairs" -> new BenchmarkOptions(copies, Integer.parseInt(value), scratch);
      case "--scratch" -> new BenchmarkOptions(copies, pairs, Path.of(value).toAbsolutePath());
      default -> throw new IllegalArgumentException("unknown option " + name);
    };
  }
}
