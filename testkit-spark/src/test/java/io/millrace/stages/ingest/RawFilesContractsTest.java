package io.millrace.stages.ingest;

import io.millrace.api.Ingestor;
import io.millrace.stages.BuiltIn;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.IngestorContract;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contract of ingestors, kept by the table of what reads files that know no columns. */
@ExtendWith(SparkExtension.class)
final class RawFilesContractsTest {
  private final SparkTestFrames frames;

  RawFilesContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private abstract class OfFile extends IngestorContract<Dataset<Row>> {
    @TempDir Path directory;

    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    String written(byte[] bytes) {
      try {
        Path file = directory.resolve("file");
        if (!Files.exists(file)) {
          Files.write(file, bytes);
        }
        return file.toString();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @SuppressWarnings("unchecked") // The stages of the table are ingestors.
    <O extends Record> Ingestor<Dataset<Row>> made(Class<O> type, O options) {
      return (Ingestor<Dataset<Row>>) BuiltIn.stage(type).create(options);
    }
  }

  @Nested
  final class Text extends OfFile {
    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return made(
          TextFileOptions.class,
          new TextFileOptions(
              written("a\n\nb".getBytes(StandardCharsets.UTF_8)),
              false,
              "the.`text`",
              "path",
              "UTF-8"));
    }
  }

  @Nested
  final class Binary extends OfFile {
    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return made(BinaryFileOptions.class, new BinaryFileOptions(written(new byte[] {0, 1})));
    }
  }

  @Nested
  final class Idx extends OfFile {
    @Override
    protected Ingestor<Dataset<Row>> stage() {
      byte[] rows = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 5, 6};
      return made(
          IdxOptions.class, new IdxOptions(written(rows), null, "the.`vector`", "label", "place"));
    }
  }

  @Nested
  final class Libsvm extends OfFile {
    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return made(
          LibsvmOptions.class,
          new LibsvmOptions(
              written("1 2:3\n0\n".getBytes(StandardCharsets.UTF_8)), 3, "the.`vector`", "y"));
    }
  }
}
