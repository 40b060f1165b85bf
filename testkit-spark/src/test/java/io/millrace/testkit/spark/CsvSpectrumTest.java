package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The CSV acid test of max-mapper/csv-spectrum: files with the rows that they hold, as JSON. */
@ExtendWith(SparkExtension.class)
final class CsvSpectrumTest {
  private static final Path DATA =
      Path.of(System.getProperty("millrace.data", "../shared/data"), "csv-spectrum");

  @Test
  void everyFileIsReadAsTheSpectrumSays(SparkTestFrames frames) throws IOException {
    assumeTrue(Files.isDirectory(DATA), () -> "the data set csv-spectrum is absent: " + DATA);
    List<Path> files;
    try (var listed = Files.list(DATA.resolve("csvs"))) {
      files = listed.sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(10);
    for (Path file : files) {
      if (file.endsWith("location_coordinates.csv")) {
        continue; // Its JSON holds another row, and no array.
      }
      CsvFiles csv = CsvFiles.at(file).overLines();
      List<String> names = csv.plannedSchema().names();
      String json = file.getFileName().toString().replace(".csv", ".json");
      JsonNode expected = new ObjectMapper().readTree(DATA.resolve("json").resolve(json).toFile());
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode row : expected) {
        assertThat(row.fieldNames()).toIterable().as(json).containsExactlyElementsOf(names);
        rows.add(names.stream().map(name -> missingIfEmpty(row.get(name).asText())).toList());
      }
      assertThat(frames.rows(csv.read())).as(json).isEqualTo(rows);
    }
  }

  /** An empty field, quoted or not, is a missing value to us; the spectrum knows only texts. */
  private static @Nullable String missingIfEmpty(String text) {
    // Copies of the data set may have lost the carriage returns of the files, but not of the JSON.
    return text.isEmpty() ? null : text.replace("\r\n", "\n");
  }
}
