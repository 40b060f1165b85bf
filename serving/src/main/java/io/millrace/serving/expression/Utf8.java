package io.millrace.serving.expression;

/** Texts as Spark sees them, which holds them in UTF-8. */
final class Utf8 {
  private Utf8() {}

  /** The order of the bytes, which is that of the code points. */
  static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // In UTF-16, halves of pairs stand below U+E000 to U+FFFF; in UTF-8 above.
        if (Character.isSurrogate(x) != Character.isSurrogate(y)) {
          return Character.isSurrogate(x) ? 1 : -1;
        }
        return x - y;
      }
    }
    return a.length() - b.length();
  }
}
