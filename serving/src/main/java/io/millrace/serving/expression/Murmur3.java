package io.millrace.serving.expression;

/**
 * Murmur3 of 32 bits with Spark's way with the last bytes: each is mixed as a whole word, with its
 * sign. Formula: A. Appleby, MurmurHash3_x86_32.
 */
final class Murmur3 implements Hashes.Mixer {
  @Override
  public long ofInt(int value, long seed) {
    return finished(mixed((int) seed, value), 4);
  }

  @Override
  public long ofLong(long value, long seed) {
    return finished(mixed(mixed((int) seed, (int) value), (int) (value >>> 32)), 8);
  }

  @Override
  public long ofBytes(byte[] bytes, long seed) {
    int hash = (int) seed;
    int i = 0;
    for (; i + 4 <= bytes.length; i += 4) {
      hash = mixed(hash, XxHash64.word(bytes, i));
    }
    for (; i < bytes.length; i++) {
      hash = mixed(hash, bytes[i]);
    }
    return finished(hash, bytes.length);
  }

  private static int mixed(int hash, int word) {
    int scrambled = Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
    return Integer.rotateLeft(hash ^ scrambled, 13) * 5 + 0xe6546b64;
  }

  private static int finished(int hash, int length) {
    int h = hash ^ length;
    h = (h ^ h >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return h ^ h >>> 16;
  }
}
