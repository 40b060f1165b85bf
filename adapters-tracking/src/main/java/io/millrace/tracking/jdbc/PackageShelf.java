package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Keeps the packages of registered models under {@code models/NAME/VERSION}. */
final class PackageShelf implements Shelf {
  private final ArtifactStore artifacts;

  PackageShelf(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public Path open(String artifact) {
    return artifacts.open(artifact);
  }

  /**
   * Copies a package to its place. The caller holds the database's write lock, so that whatever
   * lies there already belongs to no version: a crash came between the copy and the entry. An equal
   * package is taken as it is; another one stays, and the copy gets a name of its own beside it.
   *
   * @return the name in the artifact store
   */
  @Override
  public String keep(SqlSession session, String model, int version, Path modelPackage) {
    String place = "models/" + model + "/" + version;
    String name = place;
    for (int next = 2; !isKeptAs(name, modelPackage); next++) {
      name = place + "@" + next;
    }
    return name;
  }

  private boolean isKeptAs(String name, Path modelPackage) {
    AtomicBoolean copied = new AtomicBoolean();
    artifacts.publish(
        name,
        directory -> {
          copy(modelPackage, directory);
          copied.set(true);
        });
    return copied.get() || same(artifacts.open(name), modelPackage);
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(file.toString());
      Files.createDirectories(target.getParent());
      Files.copy(from.resolve(file), target);
    }
  }

  private static boolean same(Path left, Path right) {
    try {
      List<Path> files = files(left);
      if (!files.equals(files(right))) {
        return false;
      }
      for (Path file : files) {
        if (Files.mismatch(left.resolve(file), right.resolve(file)) >= 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't read the package in " + left, e);
    }
  }

  /** The files of a directory, relative to it, sorted. */
  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(directory::relativize).sorted().toList();
    }
  }
}
