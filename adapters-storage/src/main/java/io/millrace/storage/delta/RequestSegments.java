package io.millrace.storage.delta;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.model.requestlog.SegmentName;
import io.millrace.model.requestlog.SegmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The segments in a directory of a request log. */
final class RequestSegments {
  private RequestSegments() {}

  /** The closed ones that a condition picks. */
  static SortedMap<SegmentName, Path> closed(Path directory, Predicate<SegmentName> chosen) {
    SortedMap<SegmentName, Path> segments = new TreeMap<>();
    for (Path file : reading(directory, SegmentReader::closed)) {
      SegmentName name = SegmentName.ofClosed(file).orElseThrow();
      if (chosen.test(name)) {
        segments.put(name, file);
      }
    }
    return segments;
  }

  /** Something that reads a directory. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Path directory) throws IOException;
  }

  /** Reads, and tells failures in words. */
  static <T> T reading(Path directory, Reading<T> work) {
    if (!Files.isDirectory(directory)) {
      throw new MillraceException(
          StandardError.MISSING_FILE,
          "There is no directory %s; name the one that 'millrace serve … -- --request-log DIR' writes to."
              .formatted(directory));
    }
    try {
      return work.read(directory);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "The request log in %s can't be read: %s.".formatted(directory, e.getMessage()),
          e);
    }
  }

  /** The open ones. */
  static List<Path> open(Path directory) {
    return reading(directory, SegmentReader::open);
  }
}
