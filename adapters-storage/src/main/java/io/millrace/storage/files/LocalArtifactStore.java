package io.millrace.storage.files;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Artifacts on a local disk. A directory is filled beside the published ones, forced to the disk
 * and renamed: the rename is the publication, and the file system lets one of several writers win.
 */
final class LocalArtifactStore implements ArtifactStore {
  /** Nothing takes so long to write: what is older was left by a writer that died. */
  private static final Duration LEFTOVER = Duration.ofDays(1);

  private final Path root;

  LocalArtifactStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public void publish(String name, DirectoryWriter writer) {
    Path target = place(name);
    if (Files.isDirectory(target)) {
      return;
    }
    Path unpublished =
        root.resolve(ArtifactNames.UNPUBLISHED).resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectories(unpublished);
      writer.write(unpublished);
      if (Directories.isEmpty(unpublished)) {
        // A rename replaces an empty directory, so that a second writer would win as well.
        Files.createFile(unpublished.resolve(".empty"));
      }
      Directories.force(unpublished);
      makeVisible(unpublished, target);
    } catch (IOException | UncheckedIOException e) {
      throw Failures.failed("publish", name, root.toString(), e);
    } finally {
      Directories.deleteQuietly(unpublished);
    }
    cleanLeftovers();
  }

  private static void makeVisible(Path unpublished, Path target) throws IOException {
    Path parent = target.resolveSibling("");
    Files.createDirectories(parent);
    try {
      Files.move(unpublished, target, StandardCopyOption.ATOMIC_MOVE);
      Directories.forceEntries(parent);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      // Another writer was first; what it published stays.
    }
  }

  private void cleanLeftovers() {
    FileTime limit = FileTime.from(Instant.now().minus(LEFTOVER));
    Path unpublished = root.resolve(ArtifactNames.UNPUBLISHED);
    try (Stream<Path> entries = Files.list(unpublished)) {
      for (Path entry : entries.toList()) {
        if (Files.getLastModifiedTime(entry).compareTo(limit) < 0) {
          Directories.deleteQuietly(entry);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // Another process cleans at the same time, or may do so later.
      return;
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.isDirectory(place(name));
  }

  @Override
  public Path open(String name) {
    Path path = place(name);
    if (!Files.isDirectory(path)) {
      throw new MillraceException(
          StandardError.NOT_FOUND, "There is no artifact '" + name + "' at " + root + ".");
    }
    return path;
  }

  @Override
  public List<String> list(String prefix) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try {
      Files.walkFileTree(root, new Names(names));
    } catch (IOException e) {
      throw Failures.failed("list", prefix, root.toString(), e);
    }
    names.removeIf(name -> !name.startsWith(prefix));
    Collections.sort(names);
    return List.copyOf(names);
  }

  /** Collects names without looking into what is published. */
  private final class Names extends SimpleFileVisitor<Path> {
    private final List<String> names;

    Names(List<String> names) {
      this.names = names;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String path = root.relativize(directory).toString().replace('\\', '/');
      if (path.equals(ArtifactNames.UNPUBLISHED)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (ArtifactNames.isArtifact(path)) {
        names.add(ArtifactNames.nameOf(path));
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }

  @Override
  public long size(String name) {
    Path path = open(name);
    try {
      return Directories.size(path);
    } catch (IOException | UncheckedIOException e) {
      throw Failures.failed("measure", name, root.toString(), e);
    }
  }

  @Override
  public void delete(String name) {
    Path path = place(name);
    Path trash = root.resolve(ArtifactNames.UNPUBLISHED).resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectories(trash.resolveSibling(""));
      // Renamed first: a reader sees all of it or nothing, also if we die half-way.
      Files.move(path, trash, StandardCopyOption.ATOMIC_MOVE);
      Directories.delete(trash);
    } catch (NoSuchFileException e) {
      // Nothing there: nothing to delete.
      return;
    } catch (IOException | UncheckedIOException e) {
      throw Failures.failed("delete", name, root.toString(), e);
    }
  }

  @Override
  public String location(String name) {
    return place(name).toString();
  }

  private Path place(String name) {
    return root.resolve(ArtifactNames.pathOf(name));
  }
}
