package io.millrace.tracking.openlineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The ids of runs as OpenLineage wants them: UUIDs of version 5 (RFC 9562, 5.5), from a name. */
final class RunUuid {
  /** The version 5 UUID of {@code https://millrace.io/runs} in the RFC's name space of URLs. */
  private static final UUID RUNS = UUID.fromString("3ef28359-a0be-594b-9fa4-552b60fea784");

  private static final int BYTES = 16;

  private RunUuid() {}

  /** The same for the same run, whoever asks. */
  static UUID of(String namespace, String run) {
    return of(RUNS, namespace + "/" + run);
  }

  static UUID of(UUID space, String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(
          ByteBuffer.allocate(BYTES)
              .putLong(space.getMostSignificantBits())
              .putLong(space.getLeastSignificantBits())
              .array());
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(UTF_8)));
      long high = hash.getLong() & ~0xF000L | 0x5000L;
      long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }
}
