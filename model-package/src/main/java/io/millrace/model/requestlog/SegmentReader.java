package io.millrace.model.requestlog;

import static io.millrace.api.error.StandardError.BAD_RECORD;
import static io.millrace.api.error.StandardError.PACKAGE_TOO_NEW;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a request log's directory, while servers write to it. A closed segment
 * never changes, so that who notes the names that it took takes each row exactly once.
 */
public final class SegmentReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();

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
    return scan(Files.readAllBytes(file), (bytes, from, to) -> take(file, bytes, from, to, rows));
  }

  /** What of a segment is as it was written. */
  public static SegmentCheck check(Path file) throws IOException {
    return scan(Files.readAllBytes(file), (bytes, from, to) -> {});
  }

  /** Takes the JSON of a whole line. */
  private interface WholeLine {
    void take(byte[] bytes, int from, int to);
  }

  private static SegmentCheck scan(byte[] bytes, WholeLine lines) {
    int whole = 0;
    int damaged = 0;
    int damagedSinceWhole = 0;
    int wholeEnd = 0;
    int from = 0;
    for (int to = 0; to < bytes.length; to++) {
      if (bytes[to] != '\n') {
        continue;
      }
      if (SegmentLines.isWhole(bytes, from, to)) {
        lines.take(bytes, from + SegmentLines.PREFIX, to);
        whole++;
        damaged += damagedSinceWhole;
        damagedSinceWhole = 0;
        wholeEnd = to + 1;
      } else {
        damagedSinceWhole++;
      }
      from = to + 1;
    }
    return new SegmentCheck(whole, damaged, wholeEnd, (long) bytes.length - wholeEnd);
  }

  private static void take(Path file, byte[] bytes, int from, int to, Consumer<LoggedRow> rows) {
    try {
      JsonNode json = JSON.readTree(bytes, from, to - from);
      if (json.has("format")) {
        requireReadable(file, json.path("format").asInt());
      } else {
        rows.accept(row(json));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new MillraceException(
          BAD_RECORD,
          "%s holds a line at byte %d that is no request: %s."
              .formatted(
                  file,
                  from - SegmentLines.PREFIX,
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static void requireReadable(Path file, int format) {
    if (format > SegmentLines.FORMAT_VERSION) {
      throw new MillraceException(
          PACKAGE_TOO_NEW,
          "%s has format %d, and this Millrace reads up to %d: use a newer one."
              .formatted(file, format, SegmentLines.FORMAT_VERSION));
    }
  }

  private static LoggedRow row(JsonNode json) {
    return new LoggedRow(
        require(json, "id").asText(),
        require(json, "row").asInt(),
        Instant.parse(require(json, "time").asText()),
        require(json, "model").asText(),
        require(json, "version").asText(),
        require(json, "route").asText(),
        values(require(json, "features")),
        json.has("prediction") ? values(json.get("prediction")) : Map.of(),
        text(json, "dropped"));
  }

  private static JsonNode require(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null) {
      throw new IllegalArgumentException("'" + field + "' is missing");
    }
    return value;
  }

  private static @Nullable String text(JsonNode json, String field) {
    JsonNode value = json.get(field);
    return value == null || value.isNull() ? null : value.asText();
  }

  private static Map<String, @Nullable Object> values(JsonNode json) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    json.properties()
        .forEach(p -> values.put(p.getKey(), JSON.convertValue(p.getValue(), Object.class)));
    return values;
  }
}
