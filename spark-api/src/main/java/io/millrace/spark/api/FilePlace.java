package io.millrace.spark.api;

import io.millrace.api.PlanSettings;
import io.millrace.api.tracking.DataPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.SparkSession;

/**
 * The names of files in the lineage: as {@link DataPlace} has them, on the file system that Spark
 * takes a path without a scheme to. Works without a session; where there is one, with its settings.
 */
public final class FilePlace {
  /** How Spark's settings name Hadoop's. */
  private static final String HADOOP = "spark.hadoop.";

  /** What readers of data take for data. */
  public static final PathFilter VISIBLE =
      path -> !path.getName().startsWith("_") && !path.getName().startsWith(".");

  private FilePlace() {}

  /** The name of a file, a directory or a glob. */
  public static String name(String path) {
    Path given = new Path(path);
    Configuration settings = settings();
    boolean local = "file".equals(FileSystem.getDefaultUri(settings).getScheme());
    if (given.toUri().getScheme() != null || local) {
      return DataPlace.path(path);
    }
    try {
      return DataPlace.path(FileSystem.get(settings).makeQualified(given).toString());
    } catch (IOException e) { // Whoever reads or writes there says more of it.
      return DataPlace.path(path);
    }
  }

  /** Path, size and time of each file, sorted by path; equal texts, equal files. */
  public static String listed(Collection<FileStatus> files) {
    return files.stream()
        .map(f -> f.getPath() + " " + f.getLen() + " " + f.getModificationTime())
        .collect(Collectors.joining("\n"));
  }

  /**
   * The files below a directory, or the file itself, without hidden ones; sorted by path.
   *
   * @throws IOException if they can't be listed
   */
  public static List<FileStatus> below(FileSystem system, FileStatus root) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    add(system, root, files);
    files.sort(Comparator.comparing(file -> file.getPath().toString()));
    return files;
  }

  private static void add(FileSystem system, FileStatus status, List<FileStatus> files)
      throws IOException {
    if (status.isFile()) {
      files.add(status);
      return;
    }
    for (FileStatus child : system.listStatus(status.getPath(), VISIBLE)) {
      add(system, child, files);
    }
  }

  private static Configuration settings() {
    scala.Option<SparkSession> session =
        SparkSession.getActiveSession().orElse(SparkSession::getDefaultSession);
    if (session.isDefined()) {
      return session.get().sparkContext().hadoopConfiguration();
    }
    Configuration settings = new Configuration();
    PlanSettings.current()
        .forEach(
            (name, value) -> {
              if (name.startsWith(HADOOP)) {
                settings.set(name.substring(HADOOP.length()), value);
              }
            });
    return settings;
  }
}
