package io.millrace.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Copies of what lies in packages. */
public final class PackageFiles {
  private PackageFiles() {}

  /** Copies a file, or a directory with all that it holds; directories may be there already. */
  public static void copy(Path from, Path to) throws IOException {
    forEach(
        Files.walk(from),
        file -> {
          Path target = to.resolve(from.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, target);
          }
        });
  }

  /** Deletes a directory with all that it holds, if it is there. */
  public static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      forEach(Files.walk(directory).sorted(Comparator.reverseOrder()), Files::delete);
    }
  }

  private interface Work {
    void on(Path file) throws IOException;
  }

  private static void forEach(Stream<Path> files, Work work) throws IOException {
    try (files) {
      files.forEach(
          file -> {
            try {
              work.on(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
