package io.millrace.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.PlanSettings;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.output.OutputWriter;
import io.millrace.api.output.Written;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.tracking.DataPlace;
import io.millrace.spark.api.FilePlace;
import io.millrace.spark.api.FlatColumns;
import io.millrace.spark.api.SparkFrames;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes directories of Parquet, CSV and JSON files: beside the target first, then into place by
 * renaming. A file among them, which readers of data leave out, tells the job. Vectors become
 * arrays, in CSV one column a slot; other nested values become JSON texts in CSV.
 */
public final class FileOutputWriter implements OutputWriter<Dataset<Row>> {
  /** Spark and Hadoop take no file for data whose name starts with an underscore. */
  private static final String JOB = "_millrace_job.json";

  /** What is written beside the target, and what lay there: of one write, the same name before. */
  private static final String FRESH = ".new";

  private static final String OLD = ".old";
  private static final String SPARK_HADOOP = "spark.hadoop.";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public DatasetType<Dataset<Row>> datasetType() {
    return SparkFrames.TYPE;
  }

  @Override
  public Set<String> kinds() {
    return Set.of("parquet", "csv", "json");
  }

  @Override
  public String placeName(Output output) {
    return FilePlace.name(String.valueOf(output.path()));
  }

  @Override
  public Optional<Written> find(Output output, EffectKey key) {
    Configuration settings = new Configuration();
    PlanSettings.current()
        .forEach(
            (name, value) -> {
              if (name.startsWith(SPARK_HADOOP)) {
                settings.set(name.substring(SPARK_HADOOP.length()), value);
              }
            });
    try {
      Path given = new Path(String.valueOf(output.path()));
      FileSystem files = given.getFileSystem(settings);
      Path target = files.makeQualified(given);
      settle(files, target);
      return find(files, target, key);
    } catch (IOException e) {
      throw failed(output, "read", e);
    }
  }

  private static Optional<Written> find(FileSystem files, Path target, EffectKey key)
      throws IOException {
    try (InputStream stream = files.open(new Path(target, JOB))) {
      JsonNode note = JSON.readTree(stream);
      return note.path("job").asText().equals(job(key))
          ? Optional.of(
              new Written(note.path("content").asText(), note.path("rows").asLong(-1), Map.of()))
          : Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Ends what a process began that died between the two renames that replace a directory: nothing
   * lies at the target then, what lay there is beside it, and what is to lie there, too. Any job
   * does so before it looks, not only the one that died.
   */
  private static void settle(FileSystem files, Path target) throws IOException {
    Path parent = target.getParent();
    if (parent == null || files.exists(target) || !files.exists(parent)) {
      return;
    }
    String prefix = "." + target.getName() + ".";
    for (FileStatus status : files.listStatus(parent, path -> path.getName().startsWith(prefix))) {
      String name = status.getPath().getName();
      if (!name.endsWith(OLD)) {
        continue;
      }
      Path fresh = new Path(parent, name.substring(0, name.length() - OLD.length()) + FRESH);
      boolean whole = files.exists(new Path(fresh, JOB));
      move(files, whole ? fresh : status.getPath(), target);
      if (whole) {
        files.delete(status.getPath(), true);
      }
      return;
    }
  }

  private static void move(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("renaming " + from + " to " + to + " was refused");
    }
  }

  private static String job(EffectKey key) {
    return key.run() + "/" + key.stage();
  }

  @Override
  public Written write(Dataset<Row> frame, Output output, EffectKey key) {
    try {
      Path given = new Path(String.valueOf(output.path()));
      FileSystem files =
          given.getFileSystem(frame.sparkSession().sparkContext().hadoopConfiguration());
      return new Writing(files.makeQualified(given), files, key).write(frame, output);
    } catch (IOException e) {
      throw failed(output, "written", e);
    }
  }

  private static MillraceException failed(Output output, String done, IOException e) {
    return new MillraceException(
        StandardError.STORAGE_FAILED,
        "'" + output.shown() + "' can't be " + done + ": " + Failures.rootMessage(e),
        e);
  }

  /** One write to one place. */
  private record Writing(Path target, FileSystem files, EffectKey key) {
    Written write(Dataset<Row> frame, Output output) throws IOException {
      settle(files, target);
      if (output.mode() == Mode.CREATE && files.exists(target)) {
        throw new MillraceException(
            StandardError.INVALID_CALL,
            "'"
                + target
                + "' is there already; name another place, or allow it to be overwritten.");
      }
      removeLeftovers();
      Path fresh = new Path(target.getParent(), prefix() + UUID.randomUUID() + FRESH);
      try {
        String format = output.kind();
        Dataset<Row> columns =
            format.equals("csv") ? FlatColumns.single(frame) : FlatColumns.arrays(frame);
        // As RFC 4180 says, and as ingest/csv reads: a quote is escaped by doubling it.
        columns
            .write()
            .format(format)
            .option("header", "true")
            .option("escape", "\"")
            .save(fresh.toString());
        note(fresh);
        replace(fresh);
      } finally {
        files.delete(fresh, true);
      }
      return new Written(key.fingerprint(), -1, Map.of("version", version()));
    }

    /** As {@code ingest/csv} and the like tell it, so that it is known who reads these files. */
    private String version() throws IOException {
      List<FileStatus> written = FilePlace.below(files, files.getFileStatus(target));
      return DataPlace.hashed(FilePlace.listed(written));
    }

    private void note(Path directory) throws IOException {
      String note =
          JSON.createObjectNode().put("job", job(key)).put("content", key.fingerprint()).toString();
      try (OutputStream stream = files.create(new Path(directory, JOB))) {
        stream.write(note.getBytes(StandardCharsets.UTF_8));
      }
    }

    private void replace(Path fresh) throws IOException {
      String name = fresh.getName();
      Path old = new Path(target.getParent(), name.replaceFirst("\\.new$", OLD));
      boolean replaces = files.exists(target);
      if (replaces) {
        move(files, target, old);
      }
      try {
        move(files, fresh, target);
      } catch (IOException e) {
        if (replaces) {
          move(files, old, target);
        }
        throw e;
      }
      if (replaces) {
        files.delete(old, true);
      }
    }

    /** What the same job left that was killed: after {@link #settle}, nobody needs it. */
    private void removeLeftovers() throws IOException {
      Path parent = target.getParent();
      if (parent == null || !files.exists(parent)) {
        return;
      }
      String prefix = prefix();
      for (FileStatus status :
          files.listStatus(parent, path -> path.getName().startsWith(prefix))) {
        files.delete(status.getPath(), true);
      }
    }

    /** Hidden, so that no reader of the parent directory takes it for data. */
    private String prefix() {
      String job = UUID.nameUUIDFromBytes(job(key).getBytes(StandardCharsets.UTF_8)).toString();
      return "." + target.getName() + "." + job.substring(0, 8) + ".";
    }
  }
}
