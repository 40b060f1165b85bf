package io.millrace.model.requestlog;

import static io.millrace.api.error.StandardError.BAD_RECORD;
import static io.millrace.api.error.StandardError.PACKAGE_TOO_NEW;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a segment, in the order in which they were written; one is in memory at a time.
 * Damaged lines are counted and left out.
 */
public final class SegmentRows implements Iterator<LoggedRow>, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int ANSWERED = 200;

  private final Path file;
  private final SegmentScan scan;
  private @Nullable LoggedRow ahead;

  private SegmentRows(Path file, SegmentScan scan) {
    this.file = file;
    this.scan = scan;
  }

  /** Opens a segment, closed or not. */
  public static SegmentRows of(Path file) throws IOException {
    return new SegmentRows(file, SegmentScan.of(file));
  }

  /**
   * Whether there is another row.
   *
   * @throws MillraceException PACKAGE_TOO_NEW, if a newer Millrace wrote the segment; BAD_RECORD,
   *     if a whole line is no record of a request
   * @throws UncheckedIOException if the file can't be read
   */
  @Override
  public boolean hasNext() {
    try {
      while (ahead == null) {
        byte[] line = scan.next();
        if (line == null) {
          return false;
        }
        ahead = rowOrHeader(line);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public LoggedRow next() {
    LoggedRow row = hasNext() ? ahead : null;
    if (row == null) {
      throw new NoSuchElementException();
    }
    ahead = null;
    return row;
  }

  /** What was found; of the whole segment once there is no row left. */
  public SegmentCheck check() {
    return scan.check();
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }

  /** Null, if the line is the header. */
  private @Nullable LoggedRow rowOrHeader(byte[] line) {
    try {
      JsonNode json = JSON.readTree(line);
      if (json.has("format")) {
        requireReadable(json.path("format").asInt());
        return null;
      }
      return row(json);
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new MillraceException(
          BAD_RECORD,
          "%s holds a line at byte %d that is no request: %s."
              .formatted(
                  file,
                  scan.lineStart(),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private void requireReadable(int format) {
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
        // Format 1 had answered requests only.
        json.path("status").asInt(ANSWERED),
        text(json, "error"),
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
