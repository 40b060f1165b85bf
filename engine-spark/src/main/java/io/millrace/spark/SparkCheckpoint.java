package io.millrace.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.stream.Checkpoint;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager.CancellableFSDataOutputStream;

/** Texts in a folder of the directory where Spark keeps how far a query is. */
final class SparkCheckpoint implements Checkpoint {
  /** Spark takes no notice of what it does not know there. */
  private static final String FOLDER = "millrace";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final CheckpointFileManager files;

  private SparkCheckpoint(Path root, CheckpointFileManager files) {
    this.root = root;
    this.files = files;
  }

  static SparkCheckpoint at(String location, Configuration hadoop) {
    try {
      Path given = new Path(location);
      FileSystem system = given.getFileSystem(hadoop);
      Path root = system.makeQualified(given);
      return new SparkCheckpoint(root, CheckpointFileManager.create(root, hadoop));
    } catch (IOException | IllegalArgumentException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the checkpoint '%s' can't be opened: %s".formatted(location, Failures.rootMessage(e)),
          e);
    }
  }

  /** The directory, as Spark takes it. */
  String location() {
    return root.toString();
  }

  @Override
  public String shown() {
    return "file".equals(root.toUri().getScheme()) ? root.toUri().getPath() : root.toString();
  }

  @Override
  public boolean isUsed() {
    return attempt("read", () -> files.exists(new Path(root, "metadata")));
  }

  @Override
  public Optional<String> read(String name) {
    return attempt("read", () -> text(path(name)));
  }

  private Optional<String> text(Path path) throws IOException {
    try (InputStream stream = files.open(path)) {
      return Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public void write(String name, String text) {
    attempt(
        "written",
        () -> {
          Path path = path(name);
          files.mkdirs(path.getParent());
          CancellableFSDataOutputStream stream = files.createAtomic(path, true);
          try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.close();
          } catch (IOException e) {
            stream.cancel();
            throw e;
          }
          return name;
        });
  }

  @Override
  public List<String> list(String folder) {
    return attempt(
        "read",
        () -> {
          Path path = path(folder);
          return files.exists(path)
              ? Stream.of(files.list(path))
                  .map(FileStatus::getPath)
                  .map(Path::getName)
                  .filter(name -> !name.startsWith("."))
                  .toList()
              : List.<String>of();
        });
  }

  @Override
  public void delete(String name) {
    attempt(
        "written",
        () -> {
          files.delete(path(name));
          return name;
        });
  }

  /**
   * The watermark that Spark noted for a batch before it began, so that it is the same in a repeat.
   */
  OptionalLong watermark(long batch) {
    return attempt(
        "read",
        () -> {
          // The second line of an entry holds what is known of the batch besides offsets.
          String entry = text(new Path(root, "offsets/" + batch)).orElse("");
          String facts = entry.lines().skip(1).findFirst().orElse("{}");
          long millis = JSON.readTree(facts).path("batchWatermarkMs").asLong();
          return millis > 0 ? OptionalLong.of(millis) : OptionalLong.empty();
        });
  }

  private Path path(String name) {
    return new Path(new Path(root, FOLDER), name);
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String done, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the checkpoint '%s' can't be %s: %s".formatted(shown(), done, Failures.rootMessage(e)),
          e);
    }
  }
}
