package io.millrace.spark;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** Gives executors the jars of plugins. */
final class PluginJars {
  private PluginJars() {}

  /**
   * Adds jars to a session. Spark hands them out by their file names, and leaves out the second of
   * one name with no more than a line in its log: that one goes under a name of its own.
   */
  static void add(SparkSession session, List<Path> jars) {
    Set<String> names = new HashSet<>();
    for (Path jar : jars) {
      boolean free = names.add(String.valueOf(jar.getFileName()));
      add(session, free ? jar : renamed(jar));
    }
  }

  private static void add(SparkSession session, Path jar) {
    String path = jar.toAbsolutePath().toString().replace("\\", "\\\\").replace("'", "\\'");
    session.sql("ADD JAR '" + path + "'");
  }

  /** A copy that lies there until this process ends. */
  private static Path renamed(Path jar) {
    try {
      Path copy = Files.createTempFile("plugin-", "-" + jar.getFileName());
      copy.toFile().deleteOnExit();
      return Files.write(copy, Files.readAllBytes(jar));
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the plugin %s can't be copied: %s".formatted(jar, Failures.rootMessage(e)),
          e);
    }
  }
}
