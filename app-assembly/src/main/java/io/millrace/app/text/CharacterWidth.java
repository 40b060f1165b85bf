package io.millrace.app.text;

/** How many columns of a terminal a character takes. */
final class CharacterWidth {
  private CharacterWidth() {}

  /** 0 for combining and invisible characters, 2 for East Asian wide ones and emoji, else 1. */
  static int of(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  /** The blocks that Unicode's EastAsianWidth.txt marks W or F, coarsely. */
  private static boolean isWide(int point) {
    return between(point, 0x1100, 0x115F)
        || between(point, 0x2E80, 0x303E)
        || between(point, 0x3041, 0xA4CF)
        || between(point, 0xAC00, 0xD7A3)
        || between(point, 0xF900, 0xFAFF)
        || between(point, 0xFE30, 0xFE6F)
        || between(point, 0xFF00, 0xFF60)
        || between(point, 0xFFE0, 0xFFE6)
        || between(point, 0x1F300, 0x1F64F)
        || between(point, 0x1F900, 0x1F9FF)
        || between(point, 0x20000, 0x3FFFD);
  }

  private static boolean between(int point, int from, int to) {
    return point >= from && point <= to;
  }
}
