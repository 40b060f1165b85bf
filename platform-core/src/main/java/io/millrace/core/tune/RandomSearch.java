package io.millrace.core.tune;

import io.millrace.core.pipeline.Tuning;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Trials at random, each combination once: Bergstra and Bengio, JMLR 13 (2012). */
final class RandomSearch implements SearchStrategy {
  private final SearchSpace space;
  private final int trials;
  private final Random random;
  private final int perRound;
  private final Set<Map<Tuning.Option, Object>> drawn = new HashSet<>();

  RandomSearch(SearchSpace space, int trials, Random random, boolean mayEndEarly) {
    this.space = space;
    this.trials = trials;
    this.random = random;
    this.perRound = mayEndEarly ? TRIALS_A_ROUND : trials;
  }

  @Override
  public List<Trial> next(List<Scored> made) {
    int wanted = Math.min(perRound, trials - made.size());
    return SearchSpace.fresh(wanted, drawn, () -> space.at(space.random(random))).stream()
        .map(Trial::of)
        .toList();
  }

  @Override
  public int most() {
    return trials;
  }
}
