package io.millrace.tracking.mlflow;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.model.FileHashes;
import io.millrace.tracking.mlflow.client.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Takes packages to the server and back. What came back lies in the home under the hash of its
 * files, and is compared with it each time.
 */
final class PackageTransfer {
  /** Where packages lie among a run's artifacts, on servers without models of their own. */
  static final String DIRECTORY = "model-";

  private final Path cache;

  /**
   * @param cache a directory in the home
   */
  PackageTransfer(Path cache) {
    this.cache = cache;
  }

  /** The hash over all files of a package. */
  static String hash(Path directory) {
    try {
      return FileHashes.ofDirectory(directory);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "can't read the package in " + directory + " (" + e + ")",
          e);
    }
  }

  /**
   * A package with that hash.
   *
   * @param from where it can be had, a directory of the server's
   * @param below the package's path there; empty if all of it is the package
   * @param what names the package to a user
   */
  Path open(String hash, Artifacts from, String below, String what) {
    Path place = cache.resolve(hash);
    if (Files.isDirectory(place) && hash(place).equals(hash)) {
      return place;
    }
    Path part = cache.resolve("." + UUID.randomUUID());
    try {
      Files.createDirectories(part);
      download(from, below, part);
      if (!hash(part).equals(hash)) {
        throw new MillraceException(
            StandardError.PACKAGE_CORRUPT,
            what
                + " is not what was registered: a file of it was changed, added or deleted on the MLflow server. Run its pipeline again, or move the alias to another version.");
      }
      delete(place);
      return moved(part, place, hash);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't keep " + what + " in " + place + " (" + e + ")", e);
    } finally {
      delete(part);
    }
  }

  private static Path moved(Path part, Path place, String hash) throws IOException {
    try {
      return Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process was first.
      if (Files.isDirectory(place) && hash(place).equals(hash)) {
        return place;
      }
      throw e;
    }
  }

  private static void download(Artifacts from, String below, Path to) throws IOException {
    for (Artifacts.Entry file : from.files(below)) {
      String path = below.isEmpty() ? file.path() : file.path().substring(below.length() + 1);
      Path target = to.resolve(path).normalize();
      if (!target.startsWith(to)) {
        throw new IOException("the server names a file outside of the package: " + path);
      }
      Files.createDirectories(target.resolveSibling("."));
      from.download(file.path(), target);
    }
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't delete " + directory + " (" + e + ")", e);
    }
  }
}
