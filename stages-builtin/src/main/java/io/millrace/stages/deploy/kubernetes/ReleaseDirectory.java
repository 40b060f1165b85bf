package io.millrace.stages.deploy.kubernetes;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.model.PackageFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory that is there with all its files, or not at all.
 *
 * @param texts the contents of files, by their paths
 * @param copies files and directories to copy, by the names that they get
 */
record ReleaseDirectory(Map<String, String> texts, Map<String, Path> copies) {
  /**
   * Writes it. What is there with the same files stays; a directory with others is nobody's to
   * replace, since people edit manifests.
   *
   * @throws MillraceException INVALID_CALL, if there are other files; STORAGE_FAILED
   */
  void publish(Path target) {
    Path parent = Objects.requireNonNull(target.getParent(), "a release is no root");
    Path part = parent.resolve("." + target.getFileName() + "-" + UUID.randomUUID());
    try {
      Files.createDirectories(parent);
      try {
        write(part);
        if (Files.exists(target)) {
          requireSame(part, target);
        } else {
          Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
      } finally {
        PackageFiles.delete(part);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "%s can't be written: %s".formatted(target, e), e);
    }
  }

  private void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, Path> copy : copies.entrySet()) {
      Path target = directory.resolve(copy.getKey());
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      PackageFiles.copy(copy.getValue(), target);
    }
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = directory.resolve(text.getKey());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text.getValue());
      if (text.getKey().endsWith(".sh") && !file.toFile().setExecutable(true, false)) {
        throw new IOException(file + " can't be made executable");
      }
    }
  }

  private static void requireSame(Path made, Path present) throws IOException {
    try (Stream<Path> files = Files.walk(made)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path other = present.resolve(made.relativize(file).toString());
        if (!Files.isRegularFile(other) || Files.mismatch(file, other) >= 0) {
          throw new MillraceException(
              StandardError.INVALID_CALL,
              "%s is there already, with another %s; move it away, or let 'to' name another directory"
                  .formatted(present, made.relativize(file)));
        }
      }
    }
  }
}
