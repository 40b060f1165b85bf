package io.millrace.spark;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Frames kept as directories of Parquet. Spark's schema lies beside the rows: vectors and the
 * metadata of columns come back from it.
 */
final class Checkpoints {
  /** Spark takes what starts with an underscore for no data. */
  private static final String SCHEMA = "_millrace_schema.json";

  private Checkpoints() {}

  static void write(Dataset<Row> frame, Path directory) {
    Path target = directory.toAbsolutePath();
    Path fresh = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createDirectories(target.resolveSibling("."));
      frame.write().parquet(fresh.toUri().toString());
      Files.writeString(fresh.resolve(SCHEMA), frame.schema().json(), StandardCharsets.UTF_8);
      deleteTree(target);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "The checkpoint " + target + " can't be written: " + Failures.rootMessage(e),
          e);
    } finally {
      deleteQuietly(fresh);
    }
  }

  static Dataset<Row> read(SparkSession session, Path directory) {
    Path source = directory.toAbsolutePath();
    try {
      String schema = Files.readString(source.resolve(SCHEMA), StandardCharsets.UTF_8);
      return session
          .read()
          .schema((StructType) DataType.fromJson(schema))
          .parquet(source.toUri().toString());
    } catch (NoSuchFileException e) {
      throw new MillraceException(
          StandardError.NOT_FOUND, "There is no checkpoint at " + source + ".", e);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "The checkpoint " + source + " can't be read: " + Failures.rootMessage(e),
          e);
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      deleteTree(path);
    } catch (IOException e) {
      // What failed before is what the user is told; a hidden directory stays behind.
      path.toFile().deleteOnExit();
    }
  }

  private static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
