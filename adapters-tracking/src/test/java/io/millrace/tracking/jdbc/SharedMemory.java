package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.Tracking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One memory that several handles see, and that outlives them: what the contracts ask for. */
final class SharedMemory implements AutoCloseable {
  private final SqliteDatabase database = SqliteDatabase.inMemory();

  /** A handle. */
  Tracking handle(Path home) {
    try {
      return MemoryTracking.open(Files.createTempDirectory(home, "memory"), new Unclosed(database));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }

  private record Unclosed(Database database) implements Database {
    @Override
    public <T> T read(Work<T> work) {
      return database.read(work);
    }

    @Override
    public <T> T write(Work<T> work) {
      return database.write(work);
    }

    @Override
    public <T> T write(String turn, Work<T> work) {
      return database.write(turn, work);
    }

    @Override
    public void close() {
      // The memory closes it.
    }
  }
}
