package io.millrace.testkit.memory.stages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** SHA-256 over a package's files: a line with its hash and its path for each, sorted by path. */
final class PackageHash {
  private PackageHash() {}

  static String of(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      StringBuilder list = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        list.append(sha256(Files.readAllBytes(file)))
            .append("  ")
            .append(directory.relativize(file).toString().replace('\\', '/'))
            .append('\n');
      }
      return sha256(list.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
