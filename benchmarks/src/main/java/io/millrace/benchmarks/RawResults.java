package io.millrace.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Single measurements, a line each, in a file of their own: tables show medians, this what they
 * were made of. A line is there as soon as it was measured.
 */
final class RawResults {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final Path LOAD = Path.of("/proc/loadavg");

  private final Path file;
  private final int width;

  private RawResults(Path file, int width) {
    this.file = file;
    this.width = width;
  }

  /** A new file, whose first lines tell the machine and the columns. */
  static RawResults begin(Path directory, String benchmark, String... columns) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(benchmark + "-" + TIME.format(Instant.now()) + ".tsv");
    Files.writeString(
        file,
        "# %s, %d cores, Java %s, %s%n%s\tload%n"
            .formatted(
                Instant.now(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                String.join("\t", columns)),
        StandardOpenOption.CREATE_NEW);
    System.out.println("Single measurements: " + file);
    return new RawResults(file, columns.length);
  }

  /** Adds a line, with the load of the machine at that moment. */
  void add(Object... values) {
    if (values.length != width) {
      throw new IllegalArgumentException(width + " columns, and " + values.length + " values");
    }
    List<String> texts = Arrays.stream(values).map(RawResults::text).toList();
    try {
      Files.writeString(
          file, String.join("\t", texts) + "\t" + load() + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.6g", number)
        : value.toString();
  }

  /** How many processes wanted to run in the last minute, this one included. */
  private static String load() throws IOException {
    return Files.isReadable(LOAD) ? Files.readString(LOAD).split(" ", 2)[0] : "";
  }
}
