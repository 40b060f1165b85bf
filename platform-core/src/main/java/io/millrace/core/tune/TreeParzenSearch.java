package io.millrace.core.tune;

import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.Tuning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Trials where earlier ones were good: the tree-structured Parzen estimator of Bergstra, Bardenet,
 * Bengio and Kegl, NeurIPS 2011. Trials are parted into good ones and others; candidates are drawn
 * near the good ones, and the one is tried that is likeliest among the good and unlikeliest among
 * the others.
 */
final class TreeParzenSearch implements SearchStrategy {
  /** Trials before there is anything to learn from: spread evenly. */
  private static final int MOST_FIRST = 10;

  private static final int FEWEST_FIRST = 3;

  /** Trials that go side by side, none of which knows how the others fare. */
  private static final int PER_ROUND = 2;

  /** The good ones' share, as that paper has it for larger numbers of trials. */
  private static final double GOOD = 0.25;

  private static final int MOST_GOOD = 25;
  private static final int CANDIDATES = 24;

  private final SearchSpace space;
  private final int trials;
  private final Random random;
  private final Set<Map<Tuning.Option, Object>> seen = new HashSet<>();

  TreeParzenSearch(SearchSpace space, int trials, Random random) {
    this.space = space;
    this.trials = trials;
    this.random = random;
  }

  @Override
  public List<Trial> next(List<Scored> made) {
    if (made.isEmpty()) {
      int first = Math.min(trials, Math.max(FEWEST_FIRST, Math.min(MOST_FIRST, trials / 3)));
      List<Map<Tuning.Option, Object>> spread = space.hypercube(first, random);
      seen.addAll(spread);
      return spread.stream().map(Trial::of).toList();
    }
    List<Map<Tuning.Option, Object>> ranked =
        new ArrayList<>(
            made.stream()
                .sorted(Scored.WORST_FIRST.reversed())
                .map(scored -> scored.trial().values())
                .toList());
    int good = (int) Math.min(MOST_GOOD, Math.ceil(GOOD * ranked.size()));
    List<Trial> round = new ArrayList<>();
    for (int i = Math.min(PER_ROUND, trials - made.size()); i > 0; i--) {
      List<Map<Tuning.Option, Object>> found =
          SearchSpace.fresh(
              1,
              seen,
              () -> promising(ranked.subList(0, good), ranked.subList(good, ranked.size())));
      if (found.isEmpty()) {
        found = SearchSpace.fresh(1, seen, () -> space.at(space.random(random)));
      }
      // Until it is known how it fares it counts as one of the others: the next keeps off it.
      ranked.addAll(found);
      found.forEach(values -> round.add(Trial.of(values)));
    }
    return round;
  }

  private Map<Tuning.Option, Object> promising(
      List<Map<Tuning.Option, Object>> good, List<Map<Tuning.Option, Object>> others) {
    Map<Tuning.Option, Object> best = Map.of();
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < CANDIDATES; i++) {
      double[] shares = new double[space.axes().size()];
      for (int axis = 0; axis < shares.length; axis++) {
        shares[axis] = Parzen.of(space.axes().get(axis), good).draw(random);
      }
      Map<Tuning.Option, Object> values = space.at(shares);
      double gain = 0;
      for (Axis axis : space.axes()) {
        Object value = values.get(axis.option());
        if (value != null && axis.isActive(values)) {
          gain +=
              Math.log(Parzen.of(axis, good).density(value))
                  - Math.log(Parzen.of(axis, others).density(value));
        }
      }
      if (gain > highest) {
        highest = gain;
        best = values;
      }
    }
    return best;
  }

  @Override
  public int most() {
    return trials;
  }
}
