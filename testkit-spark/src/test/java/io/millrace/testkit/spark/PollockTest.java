package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.error.MillraceException;
import io.millrace.spark.SparkEngine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CSV benchmark Pollock (HPI, 2023): one table, spoilt in one way per file. Read as plain CSV,
 * each file gives its rows or one sentence about what is wrong with it.
 */
@ExtendWith(SparkExtension.class)
final class PollockTest {
  private static final Path DATA =
      Path.of(
          System.getProperty("millrace.data", "../shared/data"),
          "pollock-open",
          "pollock_file_level.tar.xz");

  @TempDir Path directory;
  private final SparkTestFrames frames;

  PollockTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @Test
  void everyFileGivesRowsOrOneSentence() throws IOException {
    assumeTrue(Files.isRegularFile(DATA), () -> "the data set pollock-open is absent: " + DATA);

    Map<String, String> outcomes = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path path = Files.write(directory.resolve(file.getKey()), file.getValue());
      outcomes.put(file.getKey(), outcome(path));
    }

    assertThat(outcomes).isEqualTo(expected());
  }

  /** What Pollock's files hold, as a reader of commas and double quotes sees them. */
  private Map<String, String> expected() {
    Map<String, String> expected = new TreeMap<>();
    for (String same :
        List.of(
            "source",
            "file_double_trailing_newline",
            "file_no_trailing_newline",
            "file_record_delimiter_0xA",
            "file_record_delimiter_0xD")) {
      expected.put(same + ".csv", "83 rows");
    }
    expected.put("file_header_multirow_2.csv", "84 rows");
    expected.put("file_header_multirow_3.csv", "85 rows");
    expected.put("file_header_only.csv", "0 rows");
    expected.put("file_one_data_row.csv", "1 rows");
    expected.put("file_multitable_same.csv", "166 rows");
    expected.put("file_no_header.csv", "82 rows");
    expected.put("file_preamble.csv", "85 rows");
    expected.put(
        "file_no_payload.csv",
        "EMPTY_INPUT '" + directory + "/file_no_payload.csv' is empty: it lacks even a header.");
    bad(expected, "file_escape_char_0x00.csv", 2, 12, "10 fields instead of 9");
    bad(expected, "file_escape_char_0x5C.csv", 2, 12, "10 fields instead of 9");
    bad(expected, "file_field_delimiter_0x20.csv", 73, 2, "3 fields instead of 1");
    bad(expected, "file_field_delimiter_0x2C_0x20.csv", 73, 2, "11 fields instead of 9");
    bad(expected, "file_field_delimiter_0x3B.csv", 73, 2, "3 fields instead of 1");
    bad(expected, "file_field_delimiter_0x9.csv", 73, 2, "3 fields instead of 1");
    bad(expected, "file_multitable_less.csv", 83, 84, "8 fields instead of 9");
    bad(expected, "file_multitable_more.csv", 83, 84, "10 fields instead of 9");
    bad(expected, "file_quotation_char_0x27.csv", 73, 2, "11 fields instead of 9");
    return expected;
  }

  private void bad(Map<String, String> expected, String file, int rows, int first, String what) {
    expected.put(
        file,
        "BAD_RECORD %d rows of '%s' can't be read; the first is row %d (line %d) of %s: it has %s."
                .formatted(rows, directory.resolve(file), first, first + 1, file, what)
            + " Correct the file, or set badRows to null, drop or quarantine.");
  }

  /** The number of rows, or what a user is told. */
  private String outcome(Path file) {
    try {
      return frames.rows(CsvFiles.at(file).read()).size() + " rows";
    } catch (Exception e) {
      try (SparkEngine engine = SparkEngine.on(frames.session())) {
        MillraceException told = engine.explain(e);
        return told.code().name() + " " + told.getMessage();
      }
    }
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (InputStream compressed = new BufferedInputStream(Files.newInputStream(DATA));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(compressed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && entry.getName().contains("/csv/")) {
          files.put(String.valueOf(Path.of(entry.getName()).getFileName()), tar.readAllBytes());
        }
      }
    }
    return files;
  }
}
