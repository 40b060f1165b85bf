package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.record.BadRows;
import io.millrace.stages.ingest.OnDrift;
import io.millrace.testkit.contract.TestPlanContext;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class CsvIngestTest {
  private static final Map<String, LogicalType> TYPES =
      Map.of("id", Simple.INT, "paid", Simple.DOUBLE);

  @TempDir Path directory;

  private final SparkTestFrames frames;

  CsvIngestTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private Path file(String name, String text) {
    return file(name, text, StandardCharsets.UTF_8);
  }

  private Path file(String name, String text, Charset charset) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(directory);
      return Files.write(file, text.getBytes(charset));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<List<Object>> rows(CsvFiles files) {
    return frames.rows(files.read());
  }

  private static void assertRefused(CsvFiles files, StandardError code, String message) {
    assertThatThrownBy(files::plannedSchema)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e).hasMessage(message);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  @Test
  void columnsAreTextUnlessToldOtherwise() {
    CsvFiles files = CsvFiles.at(file("a.csv", "id,a.b `c`,\"x \"\"y\"\", z\"\n1,2,3\n,\"\",4\n"));

    assertThat(files.plannedSchema())
        .isEqualTo(
            Schema.of(
                Column.nullable("id", Simple.STRING),
                Column.nullable("a.b `c`", Simple.STRING),
                Column.nullable("x \"y\", z", Simple.STRING)));
    assertThat(Schemas.fromSpark(files.read().schema())).isEqualTo(files.plannedSchema());
    assertThat(rows(files)).containsExactly(List.of("1", "2", "3"), Arrays.asList(null, null, "4"));
  }

  @Test
  void typesAreReadAsTheSchemaSays() {
    CsvFiles files =
        CsvFiles.at(
                file("a.csv", "id,paid,day,at,ok\n1,2.5,2026-01-02,2026-01-02T03:04:05Z,true\n"))
            .types(
                Map.of(
                    "id", Simple.LONG,
                    "paid", LogicalType.parse("decimal(6,2)"),
                    "day", Simple.DATE,
                    "at", Simple.TIMESTAMP,
                    "ok", Simple.BOOLEAN));

    assertThat(rows(files))
        .containsExactly(
            List.of(
                1L,
                new java.math.BigDecimal("2.50"),
                java.time.LocalDate.of(2026, 1, 2),
                java.time.Instant.parse("2026-01-02T03:04:05Z"),
                true));
    assertThat(Schemas.fromSpark(files.read().schema())).isEqualTo(files.plannedSchema());
  }

  @Test
  void filesWithoutAHeaderTakeTheirNamesFromTheOptions() {
    Path file = file("a.csv", "1,x\n2,y\n");

    assertThat(CsvFiles.at(file).withoutHeader(null).plannedSchema().names())
        .containsExactly("_c0", "_c1");
    assertThat(CsvFiles.at(file).withoutHeader(List.of("n", "s")).read().columns())
        .containsExactly("n", "s");
    assertThat(rows(CsvFiles.at(file).withoutHeader(List.of("n", "s"))))
        .containsExactly(List.of("1", "x"), List.of("2", "y"));
    assertRefused(
        CsvFiles.at(file).withoutHeader(List.of("n")),
        StandardError.SCHEMA_MISMATCH,
        "The first row of '" + file + "' has 2 fields, but 1 columns are named.");
  }

  @Test
  void dialectsAreCutAsToldAndBlanksTakenOff() {
    Path file = file("a.csv", "# made today\nname;'no; 1'\n anna ; 'x''y'\n# end\n ? ;2\n");

    assertThat(rows(CsvFiles.at(file).cut(";", "'", "'", "#").trimmed().missing("?")))
        .containsExactly(List.of("anna", "x'y"), Arrays.asList(null, "2"));
    assertThat(CsvFiles.at(file).cut(";", "'", "'", "#").plannedSchema().names())
        .containsExactly("name", "no; 1");
  }

  @Test
  void inferenceReadsTheTypesFromTheRows() {
    CsvFiles files = CsvFiles.at(file("a.csv", "id,paid,name\n1,2.5,x\n2,3,\n")).inferred();

    assertThat(files.plannedSchema()).isEqualTo(Schema.unknown());
    assertThat(Schemas.fromSpark(files.read().schema()))
        .isEqualTo(
            Schema.of(
                Column.nullable("id", Simple.INT),
                Column.nullable("paid", Simple.DOUBLE),
                Column.nullable("name", Simple.STRING)));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() {
    CsvFiles utf8 = CsvFiles.at(file("a.csv", "\uFEFFid,n\n1,ä\n"));
    CsvFiles utf16 =
        CsvFiles.at(file("b.csv", "id,n\r\n1,ä\r\n", StandardCharsets.UTF_16)).encoding("UTF-16");

    assertThat(utf8.plannedSchema().names()).containsExactly("id", "n");
    assertThat(rows(utf8)).containsExactly(List.of("1", "ä"));
    assertThat(rows(utf8.overLines())).containsExactly(List.of("1", "ä"));
    assertThat(utf16.plannedSchema().names()).containsExactly("id", "n");
    assertThat(rows(utf16)).containsExactly(List.of("1", "ä"));
  }

  @Test
  void anotherEncodingIsNoticedBeforeTheRunOrInIt() {
    Path early = file("a.csv", "id,n\n1,Zürich\n", StandardCharsets.ISO_8859_1);
    assertRefused(
        CsvFiles.at(early),
        StandardError.BAD_ENCODING,
        "'"
            + early
            + "' is not encoded in UTF-8 (byte 9); set encoding, for instance to ISO-8859-1,"
            + " windows-1252 or UTF-16.");
    assertThat(rows(CsvFiles.at(early).encoding("ISO-8859-1")))
        .containsExactly(List.of("1", "Zürich"));

    String ascii = "id,n\n" + "1,Bern\n".repeat(60_000);
    Path late = file("b.csv", ascii + "2,Zürich\n", StandardCharsets.ISO_8859_1);
    MillraceException failure = CsvFiles.at(late).failure(frames);
    assertThat(failure)
        .hasMessage(
            "A row of '"
                + late
                + "' is not encoded in UTF-8; set encoding, for instance to ISO-8859-1 or"
                + " windows-1252.");
    assertThat(failure.code()).isEqualTo(StandardError.BAD_ENCODING);
    assertThat(CsvFiles.at(late).overLines().failure(frames)).hasMessage(failure.getMessage());
  }

  @Test
  void theReplacementCharacterIsACharacterLikeAnyOther() {
    // 60,000 rows: far behind what is looked at before the run, and over several reads of a stream.
    String text = "id,n\n" + "1,Bärn\n".repeat(60_000) + "2,a\uFFFDb\n";
    Path file = file("a.csv", text);

    for (CsvFiles files : List.of(CsvFiles.at(file), CsvFiles.at(file).overLines())) {
      assertThat(files.read().filter("n = 'Bärn'").count()).isEqualTo(60_000);
      assertThat(files.read().filter("id = 2").select("n").as(Encoders.STRING()).collectAsList())
          .containsExactly("a\uFFFDb");
    }
  }

  @Test
  void sourcesThatCanNotBeReadAreToldBeforeTheRun() throws IOException {
    Path missing = directory.resolve("none.csv");
    assertRefused(
        CsvFiles.at(missing),
        StandardError.MISSING_FILE,
        "There is no file or directory '" + missing + "'; correct the path.");
    Path none = Files.createDirectories(directory.resolve("none"));
    Files.createFile(none.resolve("_SUCCESS"));
    assertRefused(
        CsvFiles.at(none),
        StandardError.MISSING_FILE,
        "There are no files at '" + none + "'; put some there, or correct the path.");
    Path empty = file("empty.csv", "");
    assertRefused(
        CsvFiles.at(empty),
        StandardError.EMPTY_INPUT,
        "'" + empty + "' is empty: it lacks even a header.");
    Path twice = file("twice.csv", "a,b,a\n1,2,3\n");
    assertRefused(
        CsvFiles.at(twice),
        StandardError.DUPLICATE_COLUMN,
        "The header of '"
            + twice
            + "' names the column 'a' twice; rename one, or set header: false and columns.");
    assertRefused(
        CsvFiles.at(file("a.csv", "id,n\n")).types(Map.of("idd", Simple.INT)),
        StandardError.UNKNOWN_COLUMN,
        "'"
            + directory.resolve("a.csv")
            + "' has no column 'idd', which schema names; it has id, n.");
  }

  @Test
  void filesThatTheSystemDoesNotReadAreTold() throws IOException {
    Path broken = file("broken.csv.gz", "id,n\n1,x\n");
    assertRefused(
        CsvFiles.at(broken),
        StandardError.UNREADABLE_FILE,
        "'" + broken + "' can't be read: Unexpected end of input stream.");
    Path nowhere = Files.createSymbolicLink(directory.resolve("link.csv"), Path.of("/nowhere"));
    assertRefused(
        CsvFiles.at(nowhere),
        StandardError.MISSING_FILE,
        "There is no file or directory '" + nowhere + "'; correct the path.");
    // Reading it fails as a broken disk does, even for the superuser.
    Path failing = Path.of("/proc/self/mem");
    assumeTrue(Files.exists(failing), "this system has no file whose reading fails");
    assertRefused(
        CsvFiles.at(failing),
        StandardError.UNREADABLE_FILE,
        "'/proc/self/mem' can't be read: Input/output error.");
  }

  @Test
  void aHeaderAloneIsAFrameWithoutRows() {
    CsvFiles files = CsvFiles.at(file("a.csv", "id,paid\n")).types(TYPES);

    assertThat(rows(files)).isEmpty();
    assertThat(files.read().count()).isZero();
  }

  @Test
  void filesOfADirectoryOrGlobAreReadTogetherIfTheirHeadersAgree() {
    file("a [1].csv", "id,n\n1,x\n");
    file("b.csv", "id,n\n2,y\n");
    file(".hidden", "z\n");

    assertThat(rows(CsvFiles.at(directory)))
        .containsExactlyInAnyOrder(List.of("1", "x"), List.of("2", "y"));
    assertThat(rows(CsvFiles.at(directory + "/b*.csv"))).containsExactly(List.of("2", "y"));
    assertThat(rows(CsvFiles.at(directory + "/a [1].csv"))).containsExactly(List.of("1", "x"));
    file("c.csv", "n,id\nz,3\n");
    assertRefused(
        CsvFiles.at(directory),
        StandardError.SCHEMA_MISMATCH,
        "The header of '"
            + directory
            + "/c.csv' differs from that of '"
            + directory
            + "/a [1].csv': n, id instead of id, n; set onDrift to add or rescue, or read them by"
            + " separate stages.");
  }

  @Test
  void otherColumnsAreAddedOrRescued() {
    file("a.csv", "id,n\n1,x\n");
    file("b.csv", "new,id\nq,2\n,3\nr,4,5\n");
    CsvFiles files = CsvFiles.at(directory).types(Map.of("id", Simple.INT)).bad(BadRows.DROP);

    assertThat(files.on(OnDrift.ADD).plannedSchema().names()).containsExactly("id", "n", "new");
    assertThat(rows(files.on(OnDrift.ADD)))
        .containsExactlyInAnyOrder(
            Arrays.asList(1, "x", null), Arrays.asList(2, null, "q"), Arrays.asList(3, null, null));
    assertThat(rows(files.on(OnDrift.RESCUE)))
        .containsExactlyInAnyOrder(
            Arrays.asList(1, "x", null),
            Arrays.asList(2, null, "{\"new\":\"q\"}"),
            Arrays.asList(3, null, null));
    assertThat(rows(files.on(OnDrift.ADD).bad(BadRows.QUARANTINE)))
        .extracting(row -> row.get(3))
        .containsExactlyInAnyOrder(null, null, null, "it has 3 fields instead of 2");
    assertThat(files.on(OnDrift.ADD).inferred().read().schema().simpleString())
        .isEqualTo("struct<id:int,n:string,new:string>");
  }

  @Test
  void theVersionChangesWithPathSizeAndTimeOfTheFiles() throws IOException {
    Path file = file("a.csv", "id\n1\n");
    CsvFiles files = CsvFiles.at(file);
    var before = files.stage().version(TestPlanContext.bare());

    assertThat(files.stage().version(TestPlanContext.bare())).isEqualTo(before).isPresent();
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    assertThat(files.stage().version(TestPlanContext.bare())).isPresent().isNotEqualTo(before);
    file("b.csv", "id\n");
    assertThat(CsvFiles.at(directory).stage().version(TestPlanContext.bare()).orElseThrow())
        .startsWith(directory + " 2 files ");
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> CsvFiles.at("x").encoding("utf-9").stage())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("encoding: 'utf-9' is no character encoding, as UTF-8 or ISO-8859-1 are");
    assertThatThrownBy(() -> CsvFiles.at("x").cut(",", "''", "\"", "").stage())
        .hasMessage("quote: '''' must be one character");
    assertThatThrownBy(
            () -> CsvFiles.at("x").types(Map.of("v", LogicalType.parse("vector"))).stage())
        .hasMessage("schema.v: a CSV file holds no values of type vector");
  }
}
