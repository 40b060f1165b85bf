package io.millrace.stages.sink;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A directory of rows that were kept back, replaced as a whole; it knows which effect wrote it. */
record SetAside(String path, QuarantineFactory.Format format) {
  /** Holds the effect that wrote the directory, and a note of what it wrote. */
  private static final String EFFECT = "_millrace_effect";

  private record Written(String token, String note) {}

  /** Whether the directory holds what was noted. Needs no session. */
  boolean holds(String note) {
    try {
      return written(files(new Configuration())).filter(w -> w.note().equals(note)).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** The note of this effect, if it wrote the directory. */
  Optional<String> note(EffectKey effect) {
    try {
      return written(files(configuration()))
          .filter(w -> w.token().equals(effect.token()))
          .map(Written::note);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Writes rows; nothing is visible before the note is made.
   *
   * @param note asked for when the rows are written; what it throws leaves all as it was
   */
  String write(Dataset<Row> rows, Supplier<String> note, EffectKey effect) {
    Path fresh = new Path(target().suffix("." + UUID.randomUUID()).toString());
    try {
      FileSystem files = files(configuration());
      try {
        rows.write().format(format.name().toLowerCase(Locale.ROOT)).save(fresh.toString());
        String told = note.get();
        try (FSDataOutputStream out = files.create(new Path(fresh, EFFECT))) {
          out.write((effect.token() + "\n" + told).getBytes(StandardCharsets.UTF_8));
        }
        files.delete(target(), true);
        if (!files.rename(fresh, target())) {
          throw new IOException("renaming " + fresh + " was refused");
        }
        return told;
      } finally {
        files.delete(fresh, true);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private MillraceException failed(IOException e) {
    return new MillraceException(
        StandardError.STORAGE_FAILED,
        "The bad rows can't be written to '" + path + "': " + e.getMessage() + ".",
        e);
  }

  private Path target() {
    return new Path(path);
  }

  private static Configuration configuration() {
    return SparkSession.active().sparkContext().hadoopConfiguration();
  }

  private FileSystem files(Configuration configuration) throws IOException {
    return target().getFileSystem(configuration);
  }

  private Optional<Written> written(FileSystem files) throws IOException {
    Path marker = new Path(target(), EFFECT);
    if (!files.exists(marker)) {
      return Optional.empty();
    }
    try (var input = files.open(marker)) {
      String[] lines = new String(input.readAllBytes(), StandardCharsets.UTF_8).split("\n", 2);
      return lines.length == 2 ? Optional.of(new Written(lines[0], lines[1])) : Optional.empty();
    }
  }
}
