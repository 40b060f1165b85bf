package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.QuarantineColumns;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.spark.api.record.BadRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of rows that can not be read as the schema says. */
@ExtendWith(SparkExtension.class)
final class CsvBadRowsTest {
  private static final Map<String, LogicalType> TYPES =
      Map.of("id", Simple.INT, "paid", Simple.DOUBLE);

  @TempDir Path directory;

  private final SparkTestFrames frames;

  CsvBadRowsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private Path file(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<List<Object>> rows(CsvFiles files) {
    return frames.rows(files.read());
  }

  private CsvFiles bad() {
    return CsvFiles.at(
            file("bad.csv", "id,paid,n\n1,1.5,x\n\n2,,y\n3,n/a,z\n4,2.5\n5,3.5,v,w\nsix,4.5,u\n"))
        .types(TYPES);
  }

  @Test
  void badRowsEndTheRunWithTheirCountAndTheFirst() {
    MillraceException failure = bad().failure(frames);

    assertThat(failure)
        .hasMessage(
            "4 rows of '"
                + directory.resolve("bad.csv")
                + "' can't be read; the first is row 3 (line 5) of bad.csv: column 'paid' holds"
                + " 'n/a', which is no double. Correct the file, or set badRows to null, drop or"
                + " quarantine.");
    assertThat(failure.code()).isEqualTo(StandardError.BAD_RECORD);
  }

  @Test
  void aRaggedRowIsToldByItsLength() {
    CsvFiles files = CsvFiles.at(file("a b.csv", "id,n\n1,x\n2\n"));

    assertThat(files.failure(frames))
        .hasMessage(
            "1 row of '"
                + directory.resolve("a b.csv")
                + "' can't be read; it is row 2 (line 3) of a b.csv: it has 1 field instead of 2."
                + " Correct the file, or set badRows to null, drop or quarantine.");
  }

  @Test
  void badValuesCanBecomeMissing() {
    assertThat(rows(bad().bad(BadRows.NULL)))
        .containsExactly(
            Arrays.asList(1, 1.5, "x"),
            Arrays.asList(2, null, "y"),
            Arrays.asList(3, null, "z"),
            Arrays.asList(4, 2.5, null),
            Arrays.asList(5, 3.5, "v"),
            Arrays.asList(null, 4.5, "u"));
  }

  @Test
  void badRowsCanBeLeftOutWhateverIsRead() {
    CsvFiles files = bad().bad(BadRows.DROP);

    assertThat(rows(files))
        .containsExactly(Arrays.asList(1, 1.5, "x"), Arrays.asList(2, null, "y"));
  }

  @Test
  void badRowsCanComeWithReasonRecordAndSource() {
    CsvFiles files = bad().bad(BadRows.QUARANTINE);
    String source = "file:" + directory.resolve("bad.csv");

    assertThat(files.plannedSchema().names())
        .containsExactly(
            "id",
            "paid",
            "n",
            QuarantineColumns.REASON,
            QuarantineColumns.RECORD,
            QuarantineColumns.SOURCE);
    assertThat(rows(files))
        .extracting(row -> row.subList(3, 6))
        .containsExactly(
            Arrays.asList(null, null, null),
            Arrays.asList(null, null, null),
            Arrays.asList("column 'paid' holds 'n/a', which is no double", "3,n/a,z", source),
            Arrays.asList("it has 2 fields instead of 3", "4,2.5", source),
            Arrays.asList("it has 4 fields instead of 3", "5,3.5,v,w", source),
            Arrays.asList("column 'id' holds 'six', which is no int", "six,4.5,u", source));
    assertThat(files.read().filter(functions.col(QuarantineColumns.REASON).isNull()).count())
        .isEqualTo(2);
  }
}
