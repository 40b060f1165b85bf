package io.millrace.stages.transform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a selector chose of the slots of a column of vectors.
 *
 * @param names of all slots
 * @param scores of all slots, the larger the better; none, where slots are not scored
 * @param pValues of all slots, where the score has some
 * @param kept the slots that stay, in their order
 * @param composites what becomes of slots together, behind those that stay
 */
record Choice(
    List<String> names, double[] scores, double[] pValues, int[] kept, List<Composite> composites) {
  private static final int SHOWN = 20;

  /**
   * A weighted sum of slots.
   *
   * @param weights of all slots; 0 for those that are no part of it
   */
  record Composite(String name, double[] weights, double intercept) {}

  static Choice of(List<String> names, double[] scores, double[] pValues, int[] kept) {
    int[] sorted = kept.clone();
    Arrays.sort(sorted);
    return new Choice(names, scores, pValues, sorted, List.of());
  }

  int made() {
    return kept.length + composites.size();
  }

  /** What is kept, for the user. */
  String text() {
    String shown =
        IntStream.concat(IntStream.of(kept), IntStream.empty())
            .limit(SHOWN)
            .mapToObj(names::get)
            .collect(Collectors.joining(", "));
    String more = kept.length > SHOWN ? ", and %d more".formatted(kept.length - SHOWN) : "";
    String merged =
        composites.isEmpty()
            ? ""
            : "; merged: "
                + composites.stream()
                    .limit(SHOWN)
                    .map(Composite::name)
                    .collect(Collectors.joining(", "));
    return "%d of %d slots: %s%s%s".formatted(kept.length, names.size(), shown, more, merged);
  }

  /** The best so many slots, by score; of equal ones the first. */
  static int[] best(double[] scores, int count) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted((a, b) -> Double.compare(scores[b], scores[a]))
        .mapToInt(Integer::intValue)
        .limit(count)
        .toArray();
  }
}
