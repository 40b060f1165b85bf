package io.millrace.serving.expression;

/** XXH64. Formula: Y. Collet, xxHash specification, version 0.1.1. */
final class XxHash64 implements Hashes.Mixer {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;

  @Override
  public long ofInt(int value, long seed) {
    return finished(withInt(seed + P5 + 4, value));
  }

  @Override
  public long ofLong(long value, long seed) {
    return finished(withLong(seed + P5 + 8, value));
  }

  @Override
  public long ofBytes(byte[] bytes, long seed) {
    long hash = seed + P5;
    int i = 0;
    if (bytes.length >= 32) {
      long[] lanes = {seed + P1 + P2, seed + P2, seed, seed - P1};
      for (; i + 32 <= bytes.length; i += 32) {
        for (int lane = 0; lane < 4; lane++) {
          lanes[lane] = round(lanes[lane], longWord(bytes, i + 8 * lane));
        }
      }
      hash = merged(lanes);
    }
    hash += bytes.length;
    for (; i + 8 <= bytes.length; i += 8) {
      hash = withLong(hash, longWord(bytes, i));
    }
    if (i + 4 <= bytes.length) {
      hash = withInt(hash, word(bytes, i));
      i += 4;
    }
    for (; i < bytes.length; i++) {
      hash = Long.rotateLeft(hash ^ (bytes[i] & 0xffL) * P5, 11) * P1;
    }
    return finished(hash);
  }

  private static long merged(long[] lanes) {
    long hash =
        Long.rotateLeft(lanes[0], 1)
            + Long.rotateLeft(lanes[1], 7)
            + Long.rotateLeft(lanes[2], 12)
            + Long.rotateLeft(lanes[3], 18);
    for (long lane : lanes) {
      hash = (hash ^ round(0, lane)) * P1 + P4;
    }
    return hash;
  }

  private static long round(long lane, long word) {
    return Long.rotateLeft(lane + word * P2, 31) * P1;
  }

  private static long withInt(long hash, int word) {
    return Long.rotateLeft(hash ^ (word & 0xffffffffL) * P1, 23) * P2 + P3;
  }

  private static long withLong(long hash, long word) {
    return Long.rotateLeft(hash ^ round(0, word), 27) * P1 + P4;
  }

  private static long finished(long hash) {
    long h = (hash ^ hash >>> 33) * P2;
    h = (h ^ h >>> 29) * P3;
    return h ^ h >>> 32;
  }

  /** Four bytes, the lowest first. */
  static int word(byte[] bytes, int at) {
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  private static long longWord(byte[] bytes, int at) {
    return word(bytes, at) & 0xffffffffL | (long) word(bytes, at + 4) << 32;
  }
}
