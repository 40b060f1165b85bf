package io.millrace.serving.expression;

import java.util.Locale;

/**
 * Texts in small letters. Java looks for the end of a word by its own rules to tell one small sigma
 * from the other; Spark follows Unicode's condition Final_Sigma (The Unicode Standard, 3.13), and
 * so does this.
 */
final class SmallLetters {
  private static final char SIGMA = '\u03a3';

  /** Punctuation within words, which is looked over: classes MidLetter, MidNumLet, Single_Quote. */
  private static final String WITHIN_WORDS =
      "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private SmallLetters() {}

  static String of(String text) {
    int sigma = text.indexOf(SIGMA);
    if (sigma < 0) {
      return text.toLowerCase(Locale.ROOT);
    }
    StringBuilder result = new StringBuilder();
    int from = 0;
    for (; sigma >= 0; sigma = text.indexOf(SIGMA, from)) {
      result.append(text.substring(from, sigma).toLowerCase(Locale.ROOT));
      boolean last = casedBefore(text, sigma) && !casedFrom(text, sigma + 1);
      result.append(last ? '\u03c2' : '\u03c3');
      from = sigma + 1;
    }
    return result.append(text.substring(from).toLowerCase(Locale.ROOT)).toString();
  }

  private static boolean casedBefore(String text, int end) {
    int i = end;
    while (i > 0) {
      int point = text.codePointBefore(i);
      if (!isIgnored(point)) {
        return isCased(point);
      }
      i -= Character.charCount(point);
    }
    return false;
  }

  private static boolean casedFrom(String text, int start) {
    int i = start;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (!isIgnored(point)) {
        return isCased(point);
      }
      i += Character.charCount(point);
    }
    return false;
  }

  private static boolean isCased(int point) {
    return Character.isUpperCase(point)
        || Character.isLowerCase(point)
        || Character.isTitleCase(point);
  }

  private static boolean isIgnored(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> WITHIN_WORDS.indexOf(point) >= 0;
    };
  }
}
