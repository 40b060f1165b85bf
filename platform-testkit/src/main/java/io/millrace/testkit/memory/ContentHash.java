package io.millrace.testkit.memory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assigns rows by what they hold. */
public final class ContentHash {
  private ContentHash() {}

  /** A number in [0, 1) that depends on the seed and on the row's values, and on nothing else. */
  public static double fraction(long seed, List<? extends @Nullable Object> row) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
      byte[] hash = digest.digest(TableFile.text(row).getBytes(StandardCharsets.UTF_8));
      // The upper 53 bits: as many as a double holds.
      return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1.0p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
