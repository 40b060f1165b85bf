package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingTraits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Tracking that ends with its handle, at {@code memory:/}. Packages and files are in the memory's
 * database too; what of them is opened lies in a temporary directory meanwhile.
 */
final class MemoryTracking implements Tracking {
  private static final String ADDRESS = "memory:/";

  private final Path directory;
  private final Tracking tracking;

  private MemoryTracking(Path directory, Tracking tracking) {
    this.directory = directory;
    this.tracking = tracking;
  }

  /** Whether the address is that of memory; {@code memory:} alone is no URI. */
  static boolean isOne(URI address) {
    return ADDRESS.equals(address.toString());
  }

  /** An empty memory. */
  static Tracking open() {
    return open(temporary(), SqliteDatabase.inMemory());
  }

  /** The same, on a database that the caller has. */
  static Tracking open(Path directory, Database database) {
    DatabaseShelf shelf = new DatabaseShelf(database, directory);
    return new MemoryTracking(
        directory, new JdbcTracking(database, shelf, new DatabaseRunFiles(shelf), () -> ""));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("millrace-memory");
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't make a temporary directory", e);
    }
  }

  @Override
  public RunTracker runs() {
    return tracking.runs();
  }

  @Override
  public ModelRegistry models() {
    return tracking.models();
  }

  @Override
  public Journal journal() {
    return tracking.journal();
  }

  @Override
  public TrackingTraits traits() {
    return tracking.traits();
  }

  @Override
  public void close() {
    tracking.close();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
