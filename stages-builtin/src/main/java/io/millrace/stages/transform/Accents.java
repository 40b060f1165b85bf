package io.millrace.stages.transform;

import static io.millrace.stages.transform.ColumnSqlTransformer.literal;

import java.text.Normalizer;

/**
 * Latin letters without their marks. SQL has no function for it, so letters are translated one by
 * one: those that Unicode takes apart into a letter of ASCII and marks. In other scripts a mark may
 * make another letter, as in Cyrillic й, so they stay.
 */
final class Accents {
  /** Marks that stand behind their letter. */
  private static final String LOOSE = "(?<=\\p{IsLatin})[\\u0300-\\u036f]+";

  private static final String MARKED;
  private static final String BARE;

  static {
    StringBuilder marked = new StringBuilder();
    StringBuilder bare = new StringBuilder();
    // Latin-1 Supplement to Latin Extended-B, then Latin Extended Additional.
    for (char letter = '\u00c0'; letter < '\u1f00'; letter++) {
      boolean latin = letter < '\u0250' || letter >= '\u1e00';
      char base = Normalizer.normalize(String.valueOf(letter), Normalizer.Form.NFD).charAt(0);
      if (latin && base < '\u0080') {
        marked.append(letter);
        bare.append(base);
      }
    }
    MARKED = marked.toString();
    BARE = bare.toString();
  }

  private Accents() {}

  /** The expression whose text has no accents. */
  static String stripped(String text) {
    return CleanTextSql.replaced(
        "translate(%s, %s, %s)".formatted(text, literal(MARKED), literal(BARE)), LOOSE, "");
  }
}
