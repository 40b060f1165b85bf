package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.DocumentName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keeps runs' files in an artifact store, under {@code runs/RUN/files/NAME-HASH}: another content
 * is another artifact, so that whoever reads the old one is not disturbed.
 */
final class StoreRunFiles implements RunFiles {
  private static final int HASH_DIGITS = 12;

  private final ArtifactStore artifacts;

  StoreRunFiles(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public String keep(SqlSession session, String run, String name, Path file) {
    String artifact = "runs/" + run + "/files/" + DocumentName.require(name) + "-" + hash(file);
    artifacts.publish(artifact, directory -> Files.copy(file, directory.resolve(lastOf(name))));
    return artifact;
  }

  @Override
  public Path open(String artifact, String name) {
    return artifacts.open(artifact).resolve(lastOf(name));
  }

  @Override
  public void forget(SqlSession session, String artifact) {
    // Only when it is certain that nothing names it any more.
  }

  @Override
  public void forgotten(String artifact) {
    artifacts.delete(artifact);
  }

  private static String lastOf(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String hash(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
        bytes.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    } catch (IOException e) {
      throw new MillraceException(StandardError.STORAGE_FAILED, "can't read the file " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
