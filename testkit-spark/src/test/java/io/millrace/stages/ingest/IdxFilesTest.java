package io.millrace.stages.ingest;

import static io.millrace.stages.ingest.Reading.assertFails;
import static io.millrace.stages.ingest.Reading.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.error.StandardError;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.StageHarness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class IdxFilesTest {
  private static final int BYTES = 0x08;

  @TempDir Path directory;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  /** A file's bytes: the header, then the values, a byte each. */
  private static byte[] idx(int type, int[] sizes, int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
    buffer.putInt(type << 8 | sizes.length);
    Arrays.stream(sizes).forEach(buffer::putInt);
    Arrays.stream(values).forEach(value -> buffer.put((byte) value));
    return buffer.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static int[] sizes(int... sizes) {
    return sizes;
  }

  @Test
  void imagesAreVectorsBesideTheirLabelsAndPlaces(StageHarness harness) throws IOException {
    Path images = write("images", gzip(idx(BYTES, sizes(3, 1, 2), 0, 255, 0, 0, 1, 2)));
    Path labels = write("labels.gz", idx(BYTES, sizes(3), 7, 0, 9));
    String options = "path: '%s', labels: '%s', position: place".formatted(images, labels);

    assertThat(frame(harness, "ingest/idx", options).collectAsList())
        .extracting(
            row -> row.<Vector>getAs("features").toDense(),
            row -> row.getAs("label"),
            row -> row.getAs("place"))
        .containsExactly(
            tuple(Vectors.dense(0, 255), 7, 0),
            tuple(Vectors.dense(0, 0), 0, 1),
            tuple(Vectors.dense(1, 2), 9, 2));
  }

  @Test
  void valuesOfAllTypesAreReadAndSeveralFilesInTheOrderOfTheirNames(StageHarness harness)
      throws IOException {
    write("a", idx(0x09, sizes(1, 2), 255, 1));
    write("b", idx(0x0B, sizes(1, 2), 255, 254, 1, 0));
    write("c", idx(0x0C, sizes(1, 2), 255, 255, 255, 253, 0, 1, 0, 0));
    write("d", idx(0x0D, sizes(1, 2), 0x3F, 0xC0, 0, 0, 0xBF, 0x80, 0, 0));
    write("e", idx(0x0E, sizes(1, 2), 0x40, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    write("f", idx(BYTES, sizes(0, 2)));

    assertThat(
            frame(harness, "ingest/idx", "path: '%s'".formatted(directory)).collectAsList().stream()
                .map(row -> row.<Vector>getAs(0).toDense()))
        .containsExactly(
            Vectors.dense(-1, 1).toDense(),
            Vectors.dense(-2, 256).toDense(),
            Vectors.dense(-3, 65536).toDense(),
            Vectors.dense(1.5, -1).toDense(),
            Vectors.dense(2.5, 0).toDense());
  }

  @Test
  void filesThatAreDamagedAreToldWithWhatIsWrong(StageHarness harness) throws IOException {
    byte[] whole = idx(BYTES, sizes(2, 1, 2), 1, 2, 3, 4);
    byte[] packed = gzip(idx(BYTES, sizes(2, 1, 2), 1, 2, 3));
    byte[] damaged = gzip(whole);
    damaged[damaged.length - 6] ^= 0x55; // in the checksum

    assertUnreadable(
        harness,
        "\u0000\u0000\u0008".getBytes(StandardCharsets.UTF_8),
        "is no IDX file: it ends within its header.");
    assertUnreadable(
        harness,
        "id,label\n".getBytes(StandardCharsets.UTF_8),
        "is no IDX file: it starts with 69642C6C.");
    assertUnreadable(harness, idx(0x0A, sizes(1), 1), "is no IDX file: it starts with 00000A01.");
    assertUnreadable(
        harness, idx(BYTES, sizes(1, -2)), "is no IDX file: dimension 2 has the size -2.");
    assertUnreadable(
        harness,
        idx(BYTES, sizes(1, 1 << 20, 1 << 20)),
        "is no IDX file: a row of the shape 1048576 × 1048576 is too long.");
    assertUnreadable(
        harness,
        Arrays.copyOf(whole, whole.length - 1),
        "has 19 bytes, and by its header of 2 rows of the shape 1 × 2 it should have 20: it was cut"
            + " off, or is damaged.");
    assertUnreadable(harness, packed, "ends after 1 of 2 rows: it was cut off, or is damaged.");
    assertUnreadable(
        harness,
        Arrays.copyOf(gzip(whole), 30),
        "ends after 1 of 2 rows: it was cut off, or is damaged.");
    assertUnreadable(
        harness,
        gzip(Arrays.copyOf(whole, whole.length + 1)),
        "goes on after its 2 rows: it is damaged.");
    assertUnreadable(harness, damaged, "can't be read: Corrupt GZIP trailer.");
  }

  private void assertUnreadable(StageHarness harness, byte[] bytes, String reason)
      throws IOException {
    Path file = write("images", bytes);
    assertFails(
        harness,
        "ingest/idx",
        "path: '" + file + "'",
        StandardError.UNREADABLE_FILE,
        "'" + file + "' " + reason);
  }

  @Test
  void filesThatDoNotBelongTogetherAreTold(StageHarness harness) throws IOException {
    Path two = write("two", idx(BYTES, sizes(2, 1), 1, 2));
    Path three = write("three", idx(BYTES, sizes(3), 1, 2, 3));
    Path wide = write("wide", idx(BYTES, sizes(2, 2), 1, 2, 3, 4));

    assertMismatch(harness, two, three, "'%s' has 2 rows, and '%s' has 3 labels.");
    assertMismatch(harness, three, wide, "Rows of '%2$s' have the shape 2; a label is one value.");
    assertMismatch(
        harness,
        Path.of(directory + "/t*"),
        two,
        "'%s' stands for 2 files, and '%s' for 1; each file of rows needs one of labels.");
    assertFails(
        harness,
        "ingest/idx",
        "path: '" + directory + "'",
        StandardError.SCHEMA_MISMATCH,
        "Rows of '%s' have the shape 2, and those of '%s' 1; files that are read together have one shape."
            .formatted(wide, three));
    assertThat(
            harness
                .stage("use: ingest/idx\nwith: { path: a, labels: b, label: features }")
                .problems())
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] two of features, label and position are the same"
                + " (stage 'stage')");
  }

  private static void assertMismatch(StageHarness harness, Path rows, Path labels, String message) {
    assertFails(
        harness,
        "ingest/idx",
        "path: '%s', labels: '%s'".formatted(rows, labels),
        StandardError.SCHEMA_MISMATCH,
        message.formatted(rows, labels));
  }

  /** 10,000 images; how many there are of each digit is told with the data set's publication. */
  @Test
  void mnistIsReadAsItIsPublished(StageHarness harness) {
    Path mnist = Path.of(System.getProperty("millrace.data", ""), "mnist-t10k");
    assumeTrue(Files.exists(mnist), "the data set mnist-t10k is absent");
    String options =
        "path: '%1$s/t10k-images-idx3-ubyte.gz', labels: '%1$s/t10k-labels-idx1-ubyte.gz'"
            .formatted(mnist);

    Dataset<Row> digits = frame(harness, "ingest/idx", options);

    assertThat(((Vector) digits.first().get(0)).size()).isEqualTo(784);
    assertThat(
            digits.groupBy("label").count().orderBy("label").collectAsList().stream()
                .map(row -> row.getLong(1)))
        .isEqualTo(List.of(980L, 1135L, 1032L, 1010L, 982L, 892L, 958L, 1028L, 974L, 1009L));
  }
}
