package io.millrace.stages.ingest.generate;

/** The words of made-up reviews: stems with endings, and small words that tell nothing. */
final class Words {
  private static final String GOOD = "enjoy delight charm thrill warm reward appeal gladden";
  private static final String BAD = "annoy disappoint fail pain offend insult sadden bemoan";
  private static final String PLAIN =
      "act direct film turn talk work look seem paint record open walk call start end play";
  private static final String SMALL =
      "the a and of it this was in to with but by for is that on as at";

  /**
   * One word for each of the row's {@code tones}: an opinion of that tone, or, of the others, every
   * second a small word.
   */
  static final String SQL =
      """
      array_join(transform(tones, (tone, i) -> CASE tone
        WHEN 'good' THEN %s WHEN 'bad' THEN %s
        ELSE CASE WHEN {u:id, i} < 0.5 THEN %s ELSE %s END END), ' ')
      """
          .formatted(ended(GOOD), ended(BAD), of(SMALL), ended(PLAIN));

  private Words() {}

  private static String of(String words) {
    String[] all = words.split(" ");
    return "element_at(array('%s'), 1 + int(pow({u:id, i}, 1.5) * %d))"
        .formatted(String.join("', '", all), all.length);
  }

  private static String ended(String stems) {
    return "concat(" + of(stems) + ", element_at(array('ed', 'ing', 's'), 1 + int({u:id, i} * 3)))";
  }
}
