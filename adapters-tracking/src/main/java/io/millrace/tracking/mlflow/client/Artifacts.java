package io.millrace.tracking.mlflow.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files below one address: those of a run, or of a model. Paths have slashes, whatever the system.
 */
public interface Artifacts {
  /**
   * A file or a directory.
   *
   * @param path below the address
   * @param directory whether it holds others
   * @param size in bytes; 0 for directories
   */
  record Entry(String path, boolean directory, long size) {}

  /** Writes a file, over one that is there. */
  void upload(Path file, String path);

  /** What a directory holds; nothing, if there is no such directory. */
  List<Entry> list(String directory);

  /**
   * Writes what lies at a path to a local file.
   *
   * @throws io.millrace.api.error.MillraceException MLFLOW_NOT_FOUND, if there is none
   */
  void download(String path, Path file);

  /** Writes all files of a directory. */
  default void uploadAll(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        upload(file, slashed(directory.relativize(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files below a directory, however deep. */
  default List<Entry> files(String directory) {
    List<Entry> files = new ArrayList<>();
    for (Entry entry : list(directory)) {
      if (entry.directory()) {
        files.addAll(files(entry.path()));
      } else {
        files.add(entry);
      }
    }
    return files;
  }

  /** A relative path with slashes. */
  private static String slashed(Path path) {
    List<String> names = new ArrayList<>();
    path.forEach(name -> names.add(name.toString()));
    return String.join("/", names);
  }
}
