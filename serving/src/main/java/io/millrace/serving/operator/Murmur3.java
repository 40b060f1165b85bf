package io.millrace.serving.operator;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * MurmurHash3_x86_32 of a text's UTF-8 bytes, by Austin Appleby (public domain): the published
 * algorithm, unlike that of Spark SQL's {@code hash}.
 */
public final class Murmur3 {
  /** The seed of Spark ML's {@code FeatureHasher} and {@code HashingTF}. */
  private static final int SEED = 42;

  private Murmur3() {}

  /** Where the hash of a text falls among so many slots; that of null is the seed. */
  static int slot(@Nullable String text, int slots) {
    return Math.floorMod(text == null ? SEED : hash(text, SEED), slots);
  }

  /** The hash of a text. */
  public static int hash(String text, int seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int whole = bytes.length & ~3;
    int hash = seed;
    for (int i = 0; i < whole; i += 4) {
      int word =
          (bytes[i] & 0xff)
              | (bytes[i + 1] & 0xff) << 8
              | (bytes[i + 2] & 0xff) << 16
              | bytes[i + 3] << 24;
      hash = Integer.rotateLeft(hash ^ mixed(word), 13) * 5 + 0xe6546b64;
    }
    int rest = 0;
    for (int i = bytes.length - 1; i >= whole; i--) {
      rest = rest << 8 | bytes[i] & 0xff;
    }
    return finished(hash ^ mixed(rest), bytes.length);
  }

  private static int mixed(int word) {
    return Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
  }

  private static int finished(int hash, int length) {
    int h = hash ^ length;
    h = (h ^ h >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return h ^ h >>> 16;
  }
}
