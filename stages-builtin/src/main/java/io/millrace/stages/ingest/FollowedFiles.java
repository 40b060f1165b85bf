package io.millrace.stages.ingest;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.Range;
import io.millrace.api.schema.Schema;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** How a directory is followed: each file that is put there is read once. */
public record FollowedFiles(
    @Help("How many files a batch reads at most") @Default("1000") @Range(min = 1) int maxFiles) {

  /** What a stream is told of the files at a path. */
  static String followed(String kind, String path) {
    Path given = new Path(path);
    boolean local = given.toUri().getScheme() == null;
    return kind + " " + (local ? java.nio.file.Path.of(path).toAbsolutePath().normalize() : path);
  }

  /** The rows of files as they come; a directory may be empty yet. */
  Dataset<Row> load(String path, String format, Map<String, String> options, StructType schema) {
    SparkSession session = SparkSession.active();
    requireDirectory(path, session);
    return session
        .readStream()
        .format(format)
        .options(options)
        .option("maxFilesPerTrigger", maxFiles)
        .schema(schema)
        .load(path);
  }

  private static void requireDirectory(String path, SparkSession session) {
    Path given = new Path(path);
    try {
      boolean glob = path.matches(".*[*?\\[{].*");
      if (!glob
          && !given.getFileSystem(session.sparkContext().hadoopConfiguration()).exists(given)) {
        throw new MillraceException(
            StandardError.MISSING_FILE,
            "There is no directory '" + path + "' to follow; make it, or correct the path.");
      }
    } catch (IOException e) {
      throw SourceFiles.unreadable(path, e);
    }
  }

  /** What is said where only rows could tell which fields there are. */
  static String onlyWanted(Schema wanted) {
    return "only the fields that the model reads are taken (%s); name others, as a key, in schema"
        .formatted(String.join(", ", wanted.names()));
  }

  /** An option that only makes sense where files are read once. */
  static MillraceException onlyOnce(String option, String remedy) {
    return new MillraceException(
        StandardError.INVALID_OPTION,
        option + ": a stream can't look at files before they come; " + remedy);
  }
}
