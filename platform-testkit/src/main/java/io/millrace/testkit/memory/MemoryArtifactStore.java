package io.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An artifact store in a directory that a test throws away. Stores on one directory see each
 * other's artifacts.
 */
public final class MemoryArtifactStore implements ArtifactStore {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]+(/[A-Za-z0-9._@-]+)*");
  private static final Pattern DOTS = Pattern.compile("(^|.*/)\\.{1,2}(/.*|$)");

  private final Path published;
  private final Path unfinished;

  private MemoryArtifactStore(Path root) {
    this.published = root.resolve("published");
    this.unfinished = root.resolve("unfinished");
  }

  /** A store below a directory, which is made at the first write. */
  public static MemoryArtifactStore in(Path root) {
    return new MemoryArtifactStore(requireNonNull(root, "root is null").toAbsolutePath());
  }

  @Override
  public void publish(String name, DirectoryWriter writer) {
    Path target = directory(name);
    if (Files.exists(target)) {
      return;
    }
    try {
      Path directory = unfinished.resolve(UUID.randomUUID().toString());
      try {
        Files.createDirectories(directory);
        Files.createDirectories(published);
        writer.write(directory);
        move(directory, target);
      } finally {
        deleteAll(directory);
      }
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "can't write artifact '" + name + "': " + e.getMessage(),
          e);
    }
  }

  /** Another writer may have published the name meanwhile: what is there stays. */
  private static void move(Path directory, Path target) throws IOException {
    try {
      Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(target)) {
        throw e;
      }
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(directory(name));
  }

  @Override
  public Path open(String name) {
    Path directory = directory(name);
    if (!Files.exists(directory)) {
      throw new MillraceException(
          StandardError.NOT_FOUND, "no artifact '" + name + "' in " + published.getParent());
    }
    return directory;
  }

  @Override
  public List<String> list(String prefix) {
    if (!Files.exists(published)) {
      return List.of();
    }
    try (Stream<Path> directories = Files.list(published)) {
      return directories
          .map(directory -> directory.getFileName().toString().replace('+', '/'))
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long size(String name) {
    try (Stream<Path> files = Files.walk(open(name))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(String name) {
    Path directory = directory(name);
    if (!Files.exists(directory)) {
      return;
    }
    try {
      Path removed = unfinished.resolve(UUID.randomUUID().toString());
      Files.createDirectories(unfinished);
      Files.move(directory, removed, StandardCopyOption.ATOMIC_MOVE);
      deleteAll(removed);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "can't delete artifact '" + name + "': " + e.getMessage(),
          e);
    }
  }

  @Override
  public String location(String name) {
    return directory(name).toString();
  }

  /** Names are flat on disk, so that none lies inside another. */
  private Path directory(String name) {
    if (!NAME.matcher(name).matches() || DOTS.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name of an artifact");
    }
    return published.resolve(name.replace('/', '+'));
  }

  private static void deleteAll(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
