package io.millrace.api.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A local directory that holds what one stage learnt. Core publishes it whole, so a stage writes
 * its files plainly. Formats are the stage's own, but never Java serialisation.
 *
 * @param path exists; empty when given for saving
 */
public record StateDirectory(Path path) {
  public StateDirectory {
    requireNonNull(path, "path is null");
  }

  /** The place of a file or directory in it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Writes a small text file in UTF-8. */
  public void writeText(String name, String text) {
    try {
      Files.writeString(resolve(name), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a small text file in UTF-8. */
  public String readText(String name) {
    try {
      return Files.readString(resolve(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
