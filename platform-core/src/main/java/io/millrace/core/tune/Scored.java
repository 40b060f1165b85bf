package io.millrace.core.tune;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A trial that was made.
 *
 * @param score the metric's mean over the folds, turned so that more is better; NaN is worst
 */
public record Scored(Trial trial, double score) {
  /** What compares scores. */
  static final Comparator<Scored> WORST_FIRST =
      Comparator.comparingDouble(
          scored -> Double.isNaN(scored.score()) ? Double.NEGATIVE_INFINITY : scored.score());

  /** The best trial of those that came furthest: of equals, the first. */
  public static Optional<Scored> best(List<Scored> all) {
    int furthest = all.stream().mapToInt(scored -> scored.trial().rung()).max().orElse(0);
    Scored best = null;
    for (Scored scored : all) {
      if (scored.trial().rung() == furthest
          && (best == null || WORST_FIRST.compare(scored, best) > 0)) {
        best = scored;
      }
    }
    return Optional.ofNullable(best);
  }

  /** How many trials there were since the best one. */
  public static int sinceBest(List<Scored> all) {
    return best(all).map(best -> all.size() - 1 - all.indexOf(best)).orElse(0);
  }
}
