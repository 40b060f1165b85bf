package io.millrace.testkit.spark;

import io.millrace.api.Engine;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.stream.StreamOutputWriter;
import io.millrace.spark.SparkEngine;
import io.millrace.stages.ingest.jdbc.JdbcOutputWriter;
import io.millrace.storage.delta.DeltaOutputWriter;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.StreamOutputWriterContract;
import io.millrace.testkit.contract.StreamingEngineContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What following a source and writing a stream promise, on Spark. */
@ExtendWith(SparkExtension.class)
final class StreamContractsTest {
  private final SparkTestFrames frames;
  @TempDir private Path directory;

  StreamContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @Nested
  final class Following extends StreamingEngineContract<Dataset<Row>> {
    private final SparkEngine engine = SparkEngine.on(frames.session());

    @AfterEach
    void close() {
      engine.close();
    }

    @Override
    protected Engine<Dataset<Row>> engine() {
      return engine;
    }

    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    /** A file for two rows each; a batch reads one file, the oldest first. */
    @Override
    protected Dataset<Row> source(List<List<@Nullable Object>> rows) {
      Path source = directory.resolve("source");
      for (int i = 0; i < rows.size(); i += 2) {
        Path part = directory.resolve("part-" + i);
        Dataset<Row> two = frames.frame(EVENTS, rows.subList(i, i + 2));
        two.coalesce(1).write().parquet(part.toString());
        moveFile(part, source.resolve(i + ".parquet"), i);
      }
      return frames
          .session()
          .readStream()
          .schema(frames.frame(EVENTS, rows).schema())
          .option("maxFilesPerTrigger", 1)
          .parquet(source.toString());
    }

    private static void moveFile(Path part, Path target, int order) {
      try (Stream<Path> files = Files.list(part)) {
        Path file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
        Files.createDirectories(target.getParent());
        Files.move(file, target);
        Files.setLastModifiedTime(target, FileTime.fromMillis(1_700_000_000_000L + order * 1000L));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    protected Dataset<Row> parsed(Dataset<Row> frame) {
      return frame.withColumn("number", functions.expr("CAST(text AS INT)"));
    }
  }

  private abstract class Writing extends StreamOutputWriterContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }
  }

  @Nested
  final class Delta extends Writing {
    @Override
    protected StreamOutputWriter<Dataset<Row>> writer() {
      return new DeltaOutputWriter();
    }

    @Override
    protected Output place(Mode mode) {
      return Output.path(directory.resolve("scores").toString(), mode);
    }

    @Override
    protected List<List<@Nullable Object>> rows(Output place) {
      return frames.rows(frames.session().read().format("delta").load(place.path()));
    }
  }

  @Nested
  final class Jdbc extends Writing {
    private String url() {
      return "jdbc:sqlite:" + directory.resolve("shop.db");
    }

    @Override
    protected StreamOutputWriter<Dataset<Row>> writer() {
      return new JdbcOutputWriter();
    }

    @Override
    protected Output place(Mode mode) {
      return Output.table(url(), "scores", mode);
    }

    @Override
    protected List<List<@Nullable Object>> rows(Output place) {
      return frames.rows(
          frames.session().read().jdbc(url(), "scores", new Properties()).selectExpr("*"));
    }
  }
}
