package io.millrace.testkit.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.model.scoring.ScoringVector;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons as files, for scorers in other languages: a directory each, with {@code scoring/} and
 * {@code rows.jsonl}, a row a line: {@code in}, the values of the inputs, and {@code out}, those of
 * the outputs; or {@code dropped}, why a step leaves it out; or {@code refused}, what a step says.
 * Numbers are numbers, but what JSON has none for is a text; dates and timestamps are days and
 * microseconds since 1970; decimals are texts, binaries Base64.
 */
final class ParityFiles {
  /** The directory to write into; none are written unless this system property names one. */
  static final String DIRECTORY = "millrace.parity.files";

  /** How many rows of a comparison are written, its first; all unless this says otherwise. */
  static final String ROWS = "millrace.parity.files.rows";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path directory;
  private int left = Integer.getInteger(ROWS, Integer.MAX_VALUE);

  private ParityFiles(Path directory) {
    this.directory = directory;
  }

  /** A new directory for one comparison, where files are wanted. */
  static Optional<ParityFiles> wanted() {
    String parent = System.getProperty(DIRECTORY);
    if (parent == null) {
      return Optional.empty();
    }
    try {
      Path directory = Path.of(parent);
      Files.createDirectories(directory);
      try (var there = Files.list(directory)) {
        String name = "%04d".formatted(there.count());
        return Optional.of(new ParityFiles(Files.createDirectory(directory.resolve(name))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the portable form goes. */
  Path scoring() {
    return directory.resolve("scoring");
  }

  /** A row that was predicted. */
  void scored(List<? extends @Nullable Object> inputs, List<? extends @Nullable Object> outputs) {
    line(inputs, "out", json(outputs));
  }

  /** A row that a step leaves out. */
  void dropped(List<? extends @Nullable Object> inputs, @Nullable String reason) {
    line(inputs, "dropped", reason);
  }

  /** A row that a step fails on. */
  void refused(List<? extends @Nullable Object> inputs, @Nullable String message) {
    line(inputs, "refused", message);
  }

  private void line(
      List<? extends @Nullable Object> inputs, String outcome, @Nullable Object value) {
    if (left == 0) {
      return;
    }
    left--;
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("in", json(inputs));
    line.put(outcome, value);
    try (BufferedWriter out =
        Files.newBufferedWriter(
            directory.resolve("rows.jsonl"),
            UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      out.write(JSON.writeValueAsString(line) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object json(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>();
      list.forEach(each -> values.add(json(each)));
      return values;
    }
    if (value instanceof ScoringVector vector) {
      return vector(vector);
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toString();
    }
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? (Object) number : Double.toString(number);
    }
    return value;
  }

  private static Map<String, Object> vector(ScoringVector vector) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("size", vector.size());
    if (!vector.isDense()) {
      json.put("indices", Arrays.copyOf(vector.indices(), vector.count()));
    }
    json.put(
        "values",
        Arrays.stream(vector.values(), 0, vector.count())
            .mapToObj(value -> String.valueOf(json(value)))
            .toList());
    return json;
  }
}
