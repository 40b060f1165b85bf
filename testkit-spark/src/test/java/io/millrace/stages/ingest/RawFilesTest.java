package io.millrace.stages.ingest;

import static io.millrace.stages.ingest.Reading.assertFails;
import static io.millrace.stages.ingest.Reading.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.api.error.StandardError;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.StageHarness;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class RawFilesTest {
  @TempDir Path directory;

  private Path write(String name, String text, Charset charset) throws IOException {
    return Files.write(directory.resolve(name), text.getBytes(charset));
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text, StandardCharsets.UTF_8);
  }

  private static Path gzipped(Path file) throws IOException {
    Path packed = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    Files.delete(file);
    return packed;
  }

  @Test
  void eachLineOfATextIsARowWhateverEndsIt(StageHarness harness) throws IOException {
    Path odd = write("a [1] ü.txt", "\uFEFFeins\r\n\r\nzwei ü\rdrei");
    Path packed = gzipped(write("b.txt", "vier\n"));
    write("c.txt", "");

    assertThat(
            frame(harness, "ingest/text", "path: '" + directory + "', pathColumn: 'my.path'")
                .collectAsList())
        .extracting(row -> row.getString(0), row -> row.getString(1))
        .containsExactlyInAnyOrder(
            tuple("eins", odd.toString()),
            tuple("", odd.toString()),
            tuple("zwei ü", odd.toString()),
            tuple("drei", odd.toString()),
            tuple("vier", packed.toString()));
  }

  @Test
  void aWholeFileIsARowUnlessItIsEmpty(StageHarness harness) throws IOException {
    write("a.txt", "\uFEFFeins\nzwei\n");
    write("b.txt", "");
    Path latin = write("c.latin", "drei ü\n", StandardCharsets.ISO_8859_1);
    Path wide = write("d.wide", "vier ü\n", StandardCharsets.UTF_16);

    assertThat(
            frame(harness, "ingest/text", "path: '" + directory + "/*.txt', wholeFiles: true")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("eins\nzwei\n");
    String options = "path: '%s', encoding: %s, column: c, wholeFiles: %s";
    assertThat(
            frame(harness, "ingest/text", options.formatted(latin, "ISO-8859-1", false))
                .first()
                .getString(0))
        .isEqualTo("drei ü");
    assertThat(
            frame(harness, "ingest/text", options.formatted(wide, "UTF-16", true))
                .first()
                .getString(0))
        .isEqualTo("vier ü\n");
  }

  @Test
  void textsThatCantBeReadAreToldByFile(StageHarness harness) throws IOException {
    Path latin = write("c.txt", "drei ü\n", StandardCharsets.ISO_8859_1);

    assertFails(
        harness,
        "ingest/text",
        "path: '" + latin + "'",
        StandardError.BAD_ENCODING,
        "The file '"
            + latin
            + "' is not encoded in UTF-8; set encoding, for instance to ISO-8859-1 or"
            + " windows-1252.");
    assertFails(
        harness,
        "ingest/text",
        "path: '" + directory.resolve("none") + "'",
        StandardError.MISSING_FILE,
        "There is no file or directory '" + directory.resolve("none") + "'; correct the path.");
  }

  @Test
  void optionsOfTextsThatContradictEachOtherAreFoundBeforeTheRun(StageHarness harness) {
    String stage = "use: ingest/text\nwith: { path: a, ";

    assertThat(harness.stage(stage + "encoding: UTF-16 }").problems())
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] encoding: lines of UTF-16 can't be told apart; set"
                + " wholeFiles: true, or convert the files (stage 'stage')");
    assertThat(harness.stage(stage + "encoding: latin one }").problems())
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] encoding: 'latin one' is none that Java knows, as"
                + " UTF-8 or ISO-8859-1 (stage 'stage')");
    assertThat(harness.stage(stage + "pathColumn: text }").problems())
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] column and pathColumn are the same (stage 'stage')");
  }

  @Test
  void filesOfAnyKindComeWithTheirSizesAndTimes(StageHarness harness) throws IOException {
    Path file = Files.write(directory.resolve("a b%20.bin"), new byte[] {0, -1, 7});
    Instant changed = Instant.parse("2026-11-20T10:00:00Z");
    Files.setLastModifiedTime(file, FileTime.from(changed));

    Row row = frame(harness, "ingest/binary", "path: '" + directory + "'").first();

    assertThat(row.getString(0)).isEqualTo(file.toString());
    assertThat(row.getLong(1)).isEqualTo(3);
    assertThat(row.getTimestamp(2)).isEqualTo(Timestamp.from(changed));
    assertThat((byte[]) row.get(3)).containsExactly(0, -1, 7);
  }

  @Test
  void recordsOfLibsvmAreLabelsAndSparseVectors(StageHarness harness) throws IOException {
    Path file = write("a.libsvm", "# made up\n+1 1:0.5 4:-2e3 # a comment\n\n-1\n0 3:1\n");

    assertThat(frame(harness, "ingest/libsvm", "path: '" + file + "'").collectAsList())
        .extracting(row -> row.getDouble(0), row -> row.get(1))
        .containsExactly(
            tuple(1.0, Vectors.sparse(4, new int[] {0, 3}, new double[] {0.5, -2000})),
            tuple(-1.0, Vectors.sparse(4, new int[] {}, new double[] {})),
            tuple(0.0, Vectors.sparse(4, new int[] {2}, new double[] {1})));
    String named = "path: '" + file + "', numFeatures: 6, label: y, features: 'x.1'";
    Row first = frame(harness, "ingest/libsvm", named).first();
    assertThat(first.schema().fieldNames()).containsExactly("y", "x.1");
    assertThat(first.get(1))
        .isEqualTo(Vectors.sparse(6, new int[] {0, 3}, new double[] {0.5, -2000}));
  }

  @Test
  void linesThatAreNoRecordsOfLibsvmAreShown(StageHarness harness) throws IOException {
    assertBad(harness, "yes 1:2", "the label 'yes' is no number");
    assertBad(harness, "1 1:2 2", "'2' is not INDEX:VALUE");
    assertBad(harness, "1 qid:3 1:2", "'qid:3' is not INDEX:VALUE");
    assertBad(harness, "1 0:2", "the index 0 is less than 1");
    assertBad(harness, "1 3:1 3:2", "the index 3 stands behind 3: they must ascend");
    assertBad(harness, "1 3:x", "the value 'x' is no number");
    assertBad(harness, "1 8:1", "the index 8 is larger than numFeatures, 7");
  }

  private void assertBad(StageHarness harness, String line, String reason) throws IOException {
    Path file = write("bad.libsvm", "1 1:1\n" + line + "\n");
    assertFails(
        harness,
        "ingest/libsvm",
        "path: '" + file + "', numFeatures: 7",
        StandardError.BAD_RECORD,
        "A line of '%s' is no record of LIBSVM, LABEL INDEX:VALUE …: %s. The line is: %s"
            .formatted(file, reason, line));
  }
}
