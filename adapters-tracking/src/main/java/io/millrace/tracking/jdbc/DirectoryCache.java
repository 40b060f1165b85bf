package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Local copies of directories under the hash of their content: an entry is whole or not there, and
 * processes that make the same one at once do no harm. It may be deleted at any time.
 */
final class DirectoryCache {
  private final Path root;

  DirectoryCache(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** Reads a file from where the directory comes from. */
  @FunctionalInterface
  interface Source {
    /** Writes the content of the file. */
    void read(StoredFile file, Path target);
  }

  /** The directory of these files; what is not there yet is read. */
  Path directory(List<StoredFile> files, Source source) {
    Path entry = root.resolve(hash(files));
    try {
      if (!isWhole(entry, files)) {
        make(entry, files, source);
      }
      return entry;
    } catch (IOException | UncheckedIOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't keep a copy of a package in " + root, e);
    }
  }

  /** Content is checked by whoever loads a package; here, that nothing is missing or cut off. */
  private static boolean isWhole(Path entry, List<StoredFile> files) throws IOException {
    for (StoredFile file : files) {
      Path place = place(entry, file);
      if (!Files.isRegularFile(place) || Files.size(place) != file.size()) {
        return false;
      }
    }
    return true;
  }

  private void make(Path entry, List<StoredFile> files, Source source) throws IOException {
    Files.createDirectories(root);
    Path made = Files.createTempDirectory(root, ".new-");
    try {
      for (StoredFile file : files) {
        Path place = place(made, file);
        Files.createDirectories(place.getParent());
        source.read(file, place);
      }
      if (Files.exists(entry) && !isWhole(entry, files)) {
        Files.move(entry, made.resolve(".damaged"), StandardCopyOption.ATOMIC_MOVE);
        delete(made.resolve(".damaged"));
      }
      publish(made, entry, files);
    } finally {
      delete(made);
    }
  }

  /** Another process may have been faster, with the same content. */
  private static void publish(Path made, Path entry, List<StoredFile> files) throws IOException {
    try {
      Files.move(made, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!isWhole(entry, files)) {
        throw e;
      }
    }
  }

  private static Path place(Path directory, StoredFile file) {
    Path place = directory.resolve(file.path()).normalize();
    // Whoever may write to the database must not write to anything else of its readers.
    if (!place.startsWith(directory) || place.equals(directory)) {
      throw new MillraceException(
          StandardError.PACKAGE_CORRUPT,
          "the tracking database holds a package with a file '%s', outside of its directory"
              .formatted(file.path()));
    }
    return place;
  }

  private static String hash(List<StoredFile> files) {
    MessageDigest digest = DatabaseShelf.sha256();
    for (StoredFile file : files) {
      String line = file.path() + "\0" + file.size() + "\0" + file.hash() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void delete(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
