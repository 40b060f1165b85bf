package io.millrace.testkit.memory;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes tables for users: CSV with a header, or a JSON object a line. */
final class FrameExport {
  private FrameExport() {}

  static void write(Table frame, Path file, String format, boolean overwrite) {
    List<String> lines =
        switch (format) {
          case "csv" -> csv(frame);
          case "json" -> lines(frame, row -> json(frame.schema().names(), row));
          default ->
              throw new MillraceException(
                  StandardError.INVALID_CALL,
                  "the memory engine writes csv and json, not '" + format + "'");
        };
    if (!overwrite && Files.exists(file)) {
      throw new MillraceException(
          StandardError.INVALID_CALL, "something lies at " + file + " and may not be replaced");
    }
    TableFile.writeWhole(file, lines);
  }

  private static List<String> csv(Table frame) {
    List<String> lines = new ArrayList<>();
    lines.add(
        frame.schema().names().stream().map(FrameExport::field).collect(Collectors.joining(",")));
    lines.addAll(
        lines(frame, row -> row.stream().map(FrameExport::field).collect(Collectors.joining(","))));
    return lines;
  }

  private static List<String> lines(Table frame, Function<List<@Nullable Object>, String> line) {
    return frame.rows().stream().map(line).toList();
  }

  private static String field(@Nullable Object value) {
    Object encoded = Cells.encode(value);
    String text = encoded == null ? "" : encoded.toString();
    // An empty text is quoted to be told from null.
    boolean quoted = (encoded != null && text.isEmpty()) || text.matches("(?s).*[\",\r\n].*");
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static String json(List<String> names, List<@Nullable Object> row) {
    StringBuilder line = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      JsonLine.quote(i == 0 ? line : line.append(','), names.get(i));
      value(line.append(':'), row.get(i));
    }
    return line.append('}').toString();
  }

  private static void value(StringBuilder line, @Nullable Object value) {
    if (value instanceof List<?> list) {
      line.append('[');
      for (int i = 0; i < list.size(); i++) {
        value(i == 0 ? line : line.append(','), list.get(i));
      }
      line.append(']');
    } else if (value == null || value instanceof Boolean || isPlainNumber(value)) {
      line.append(value);
    } else {
      JsonLine.quote(line, String.valueOf(Cells.encode(value)));
    }
  }

  /** JSON has no numbers for NaN and the infinities: they are written as texts. */
  private static boolean isPlainNumber(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue());
  }
}
