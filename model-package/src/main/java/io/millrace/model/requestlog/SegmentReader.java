package io.millrace.model.requestlog;

import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the segments of a request log's directory, while servers write to it. A closed segment
 * never changes, so that who notes the names that it took takes each row exactly once.
 */
public final class SegmentReader {
  private SegmentReader() {}

  /** The closed segments of a directory: those of an instance in the order of their numbers. */
  public static List<Path> closed(Path directory) throws IOException {
    return sorted(directory, SegmentName::ofClosed);
  }

  /** The segments that are being written, or were at a crash. */
  public static List<Path> open(Path directory) throws IOException {
    return sorted(directory, SegmentName::ofOpen);
  }

  private static List<Path> sorted(Path directory, Function<Path, Optional<SegmentName>> name)
      throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> name.apply(file).isPresent())
          .sorted(Comparator.comparing(file -> name.apply(file).orElseThrow()))
          .toList();
    }
  }

  /**
   * Reads a segment, closed or not, row after row in the order in which they were written. Damaged
   * lines are counted and left out.
   *
   * @throws MillraceException PACKAGE_TOO_NEW, if a newer Millrace wrote it; BAD_RECORD, if a whole
   *     line is no record of a request
   */
  public static SegmentCheck read(Path file, Consumer<LoggedRow> rows) throws IOException {
    try (SegmentRows all = SegmentRows.of(file)) {
      all.forEachRemaining(rows);
      return all.check();
    }
  }

  /** What of a segment is as it was written. */
  public static SegmentCheck check(Path file) throws IOException {
    try (SegmentScan scan = SegmentScan.of(file)) {
      while (scan.next() != null) {
        // Counted by the scan.
        continue;
      }
      return scan.check();
    }
  }
}
