package io.millrace.api.store;

import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps directories of files under names: fitted state, model packages, reports. What is published
 * is whole, immutable until deleted, and seen by every process. Thread-safe.
 */
public interface ArtifactStore {
  /**
   * Publishes a directory. If the name is taken, what is there stays, and the writer is not called.
   *
   * @param name segments of letters, digits, {@code . _ - @} with slashes between them
   * @param writer fills an empty local directory
   * @throws MillraceException if it can't be written; nothing is visible then
   */
  void publish(String name, DirectoryWriter writer);

  /** Whether something is published under that name. */
  boolean exists(String name);

  /**
   * The published directory as a local one, only to be read; a copy where the store is remote.
   *
   * @throws MillraceException with code NOT_FOUND, if there is none
   */
  Path open(String name);

  /** The names that start with {@code prefix}, sorted. */
  List<String> list(String prefix);

  /** Size in bytes of what is published under that name. */
  long size(String name);

  /** Deletes what is published under that name, if anything. */
  void delete(String name);

  /** Where the thing lies, as a user would go and look. */
  String location(String name);

  /** Fills a directory. */
  @FunctionalInterface
  interface DirectoryWriter {
    /** Writes files below {@code directory}. */
    void write(Path directory) throws IOException;
  }
}
