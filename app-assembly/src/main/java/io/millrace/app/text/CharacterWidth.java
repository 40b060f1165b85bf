package io.millrace.app.text;

/** How many columns of a terminal a character takes. */
final class CharacterWidth {
  private static final char ESCAPE = '\u001b';
  private static final String RESET = "\u001b[0m";

  private CharacterWidth() {}

  /** Columns of a line on a terminal: without escape sequences for colour. */
  static int of(String line) {
    int width = 0;
    for (int i = 0; i < line.length(); i = next(line, i)) {
      width += line.charAt(i) == ESCAPE ? 0 : of(line.codePointAt(i));
    }
    return width;
  }

  /** The line, or as much of it as there are columns for, with … in the last one. */
  static String fit(String line, int columns) {
    if (of(line) <= columns) {
      return line;
    }
    int width = 0;
    int end = 0;
    while (end < line.length()) {
      width += line.charAt(end) == ESCAPE ? 0 : of(line.codePointAt(end));
      if (width > columns - 1) {
        break;
      }
      end = next(line, end);
    }
    String cut = columns < 1 ? "" : line.substring(0, end) + "…";
    return cut.indexOf(ESCAPE) < 0 ? cut : cut + RESET;
  }

  /** Where the next character or escape sequence starts. */
  private static int next(String line, int at) {
    if (line.charAt(at) != ESCAPE) {
      return at + Character.charCount(line.codePointAt(at));
    }
    int end = line.indexOf('m', at);
    return end < 0 ? line.length() : end + 1;
  }

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
