package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.SparkEngine;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.record.BadRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What goes beyond Spark's own CSV source: several texts for no value, quotes never closed. */
@ExtendWith(SparkExtension.class)
final class CsvMissingAndOpenQuotesTest {
  private static final Map<String, LogicalType> TYPES =
      Map.of("id", Simple.INT, "paid", Simple.DOUBLE);
  private static final String MISSING = "id,paid,n\n1,NA,x\n?,2.5,NA\n3,,?\n4,5,\"NA\"\n";

  @TempDir private Path directory;
  private final SparkTestFrames frames;

  CsvMissingAndOpenQuotesTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("a.csv"), text);
  }

  private List<List<Object>> rows(CsvFiles files) {
    return frames.rows(files.read());
  }

  private MillraceException failure(CsvFiles files) {
    try (SparkEngine engine = SparkEngine.on(frames.session())) {
      Throwable failure = catchThrowable(() -> rows(files));
      assertThat(failure).as("the job should fail").isNotNull();
      return engine.explain(failure);
    }
  }

  @Test
  void severalTextsMeanAMissingValueInColumnsOfEveryType() throws IOException {
    CsvFiles files = CsvFiles.at(file(MISSING)).types(TYPES).missing("NA", "?");

    for (BadRows bad : List.of(BadRows.FAIL, BadRows.NULL, BadRows.DROP)) {
      for (CsvFiles each : List.of(files.bad(bad), files.bad(bad).overLines())) {
        assertThat(rows(each))
            .containsExactly(
                Arrays.asList(1, null, "x"),
                Arrays.asList(null, 2.5, null),
                Arrays.asList(3, null, null),
                Arrays.asList(4, 5.0, null));
      }
    }
  }

  @Test
  void theEmptyTextAmongThemIsAnEmptyFieldEnclosedOrNot() throws IOException {
    CsvFiles files = CsvFiles.at(file("a,b,c\n\"\",,NA\n"));

    assertThat(rows(files.missing("NA", ""))).containsExactly(Arrays.asList(null, null, null));
    assertThat(rows(files.missing("NA"))).containsExactly(Arrays.asList("", null, null));
  }

  @Test
  void typesAreInferredWithoutThem() throws IOException {
    CsvFiles files = CsvFiles.at(file(MISSING)).inferred().missing("NA", "?");

    assertThat(Schemas.fromSpark(files.read().schema()))
        .isEqualTo(
            Schema.of(
                Column.nullable("id", Simple.INT),
                Column.nullable("paid", Simple.DOUBLE),
                Column.nullable("n", Simple.STRING)));
    assertThat(rows(files)).contains(Arrays.asList(null, 2.5, null));
  }

  @Test
  void aRowIsNotBadForOneOfThem() throws IOException {
    CsvFiles files = CsvFiles.at(file("id,paid\nNA,1\n?,x\n")).types(TYPES).missing("NA", "?");

    assertThat(failure(files))
        .hasMessage(
            "1 row of '"
                + directory.resolve("a.csv")
                + "' can't be read; it is row 2 (line 3) of a.csv: column 'paid' holds 'x', which"
                + " is no double. Correct the file, or set badRows to null, drop or quarantine.");
  }

  @Test
  void aQuoteThatIsNeverClosedIsABadRowAlsoInTheLastField() throws IOException {
    CsvFiles files = CsvFiles.at(file("id,n\n1,\"\"\"x\"\"\"\n2,\"open\n3,\"y\"\n")).types(ids());
    String source = "file:" + directory.resolve("a.csv");
    String reason = "the quote that opens column 'n' is never closed";

    MillraceException failure = failure(files);
    assertThat(failure)
        .hasMessage(
            "1 row of '"
                + directory.resolve("a.csv")
                + "' can't be read; it is row 2 (line 3) of a.csv: "
                + reason
                + ". Correct the file, or set badRows to null, drop or quarantine.");
    assertThat(failure.code()).isEqualTo(StandardError.BAD_RECORD);
    assertThat(rows(files.bad(BadRows.NULL)))
        .containsExactly(List.of(1, "\"x\""), Arrays.asList(2, null), List.of(3, "y"));
    assertThat(rows(files.bad(BadRows.DROP))).containsExactly(List.of(1, "\"x\""), List.of(3, "y"));
    assertThat(rows(files.bad(BadRows.QUARANTINE)))
        .containsExactly(
            Arrays.asList(1, "\"x\"", null, null, null),
            Arrays.asList(2, null, reason, "2,\"open", source),
            Arrays.asList(3, "y", null, null, null));
  }

  @Test
  void whereOnlySomeColumnsAreReadTheOthersQuotesDoNotMatter() throws IOException {
    CsvFiles files = CsvFiles.at(file("id,n\n1,x\n2,\"open\n")).types(ids()).bad(BadRows.NULL);

    assertThat(frames.rows(files.read().select("id"))).containsExactly(List.of(1), List.of(2));
    assertThat(frames.rows(files.read().select("n")))
        .containsExactly(List.of("x"), Arrays.asList((Object) null));
  }

  @Test
  void aQuoteThatSwallowsTheNextFieldsIsToldAsSuch() throws IOException {
    CsvFiles files = CsvFiles.at(file("id,n,m\n1,x,y\n2,\"open,z\n3,x,y\n"));

    assertThat(failure(files))
        .hasMessage(
            "1 row of '"
                + directory.resolve("a.csv")
                + "' can't be read; it is row 2 (line 3) of a.csv: the quote that opens column 'n'"
                + " is never closed. Correct the file, or set badRows to null, drop or"
                + " quarantine.");
    assertThat(rows(files.bad(BadRows.NULL)))
        .containsExactly(
            List.of("1", "x", "y"), Arrays.asList("2", null, null), List.of("3", "x", "y"));
  }

  @Test
  void whereRecordsGoOverLinesSuchAQuoteSwallowsTheRestOfTheFile() throws IOException {
    CsvFiles files =
        CsvFiles.at(file("id,n\n1,\"x\ny\"\n2,\"open\n3,z\n")).types(ids()).overLines();

    assertThat(failure(files))
        .hasMessage(
            "1 row of '"
                + directory.resolve("a.csv")
                + "' can't be read; it is in a.csv. Correct the file, or set badRows to null, drop"
                + " or quarantine.");
    assertThat(rows(files.bad(BadRows.DROP))).containsExactly(List.of(1, "x\ny"));
    assertThat(rows(files.bad(BadRows.NULL)))
        .containsExactly(List.of(1, "x\ny"), Arrays.asList(2, null));
    assertThat(rows(files.bad(BadRows.QUARANTINE)))
        .extracting(row -> row.get(2))
        .containsExactly(null, "the quote that opens column 'n' is never closed");
  }

  private static Map<String, LogicalType> ids() {
    return Map.of("id", Simple.INT);
  }
}
