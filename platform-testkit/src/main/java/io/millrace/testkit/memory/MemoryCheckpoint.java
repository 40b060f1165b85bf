package io.millrace.testkit.memory;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.stream.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A checkpoint of the in-memory world: it outlives its engine, so it lies in a local directory. */
final class MemoryCheckpoint implements Checkpoint {
  private static final String OFFSETS = "offsets";

  private final Path directory;

  MemoryCheckpoint(String location) {
    directory = Path.of(location);
  }

  @Override
  public String shown() {
    return directory.toString();
  }

  @Override
  public boolean isUsed() {
    return Files.exists(directory.resolve(OFFSETS));
  }

  /** The row that a batch ends before, and its watermark; empty if it never began. */
  Optional<String> offset(long batch) {
    return read("../" + OFFSETS + "/" + batch);
  }

  void begin(long batch, String offset) {
    write("../" + OFFSETS + "/" + batch, offset);
  }

  /** The number of batches that are done. */
  long done() {
    return read("../commits").map(Long::parseLong).orElse(0L);
  }

  void end(long batch) {
    write("../commits", Long.toString(batch + 1));
  }

  @Override
  public Optional<String> read(String name) {
    return attempt(
        () ->
            Files.exists(file(name))
                ? Optional.of(Files.readString(file(name)))
                : Optional.empty());
  }

  @Override
  public void write(String name, String text) {
    attempt(
        () -> {
          Path file = file(name);
          Files.createDirectories(file.getParent());
          Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
          Files.writeString(fresh, text);
          return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  @Override
  public List<String> list(String folder) {
    return attempt(
        () -> {
          if (!Files.exists(file(folder))) {
            return List.<String>of();
          }
          try (Stream<Path> files = Files.list(file(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
          }
        });
  }

  @Override
  public void delete(String name) {
    attempt(() -> Files.deleteIfExists(file(name)));
  }

  private Path file(String name) {
    return directory.resolve("millrace").resolve(name).normalize();
  }

  private <T> T attempt(Callable<T> work) {
    try {
      return work.call();
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "the checkpoint %s fails: %s".formatted(directory, e), e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
