package io.millrace.tracking.jdbc;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The name of a home in a database that several homes share: made up once and kept in the home's
 * file {@code home-id}, so that a home that moves, or is seen from several machines, stays itself.
 */
final class HomeName {
  private final Path file;
  private @Nullable String name;

  /** Of the home in a directory. */
  HomeName(Path home) {
    this.file = home.resolve("home-id");
  }

  /** The name; the file is made by whoever first asks. */
  synchronized String get() {
    if (name == null) {
      try {
        name = Files.exists(file) ? read() : made();
      } catch (IOException e) {
        throw new MillraceException(
            StandardError.STORAGE_FAILED, "can't read or make the file " + file, e);
      }
    }
    return name;
  }

  private String made() throws IOException {
    Path home = requireNonNull(file.getParent(), "the file lies in a home");
    Files.createDirectories(home);
    Path written = Files.createTempFile(home, ".home-id", "");
    try {
      Files.writeString(written, UUID.randomUUID() + "\n");
      // A link appears whole or not at all, and only where there is none.
      Files.createLink(file, written);
    } catch (FileAlreadyExistsException otherWasFaster) {
      return read();
    } finally {
      Files.delete(written);
    }
    return read();
  }

  private String read() throws IOException {
    return Files.readString(file).strip();
  }
}
