package io.millrace.serving.rollout;

import java.nio.charset.StandardCharsets;

/**
 * MurmurHash3, x86, 32 bits, by Austin Appleby (public domain): quick, and even in its low bits.
 */
final class Murmur3 {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private Murmur3() {}

  /** The hash of a text's bytes in UTF-8. */
  static int hash(String text, int seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int hash = seed;
    int whole = bytes.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      hash ^= scrambled(word(bytes, i, 4));
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    hash ^= scrambled(word(bytes, whole, bytes.length - whole));
    return finished(hash ^ bytes.length);
  }

  private static int word(byte[] bytes, int from, int count) {
    int word = 0;
    for (int i = 0; i < count; i++) {
      word |= (bytes[from + i] & 0xff) << (8 * i);
    }
    return word;
  }

  private static int scrambled(int word) {
    return Integer.rotateLeft(word * C1, 15) * C2;
  }

  private static int finished(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
    return mixed ^ (mixed >>> 16);
  }
}
