package io.millrace.core.tune;

import static java.util.Objects.requireNonNull;

import io.millrace.core.pipeline.SearchSettings;
import io.millrace.core.pipeline.Tuning;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Chooses trials, round by round. Given the same seed and the same scores it chooses the same: so a
 * search that was killed finds its finished trials again.
 */
public interface SearchStrategy {
  /** More rounds than that would hide how far a search has come. */
  int TRIALS_A_ROUND = 8;

  /**
   * The trials to be made next, side by side.
   *
   * @param made all trials of earlier rounds, in the order in which they were chosen
   * @return empty if the search is over
   */
  List<Trial> next(List<Scored> made);

  /** How many trials there will be at most. */
  int most();

  /** The strategy that a file asks for. */
  static SearchStrategy of(Tuning<?> tuning, long seed) {
    SearchSettings search = tuning.search();
    SearchSpace space = new SearchSpace(tuning.space());
    Random random = new Random(seed);
    int trials = search.trials().orElse(Integer.MAX_VALUE);
    return switch (search.kind()) {
      case GRID -> listed(search, space.combinations());
      case RANDOM -> new RandomSearch(space, trials, random, search.mayEndEarly());
      case LATIN_HYPERCUBE -> listed(search, space.hypercube(trials, random));
      case HALVING ->
          new HalvingSearch(
              space.hypercube(trials, random),
              requireNonNull(search.halvingOrNull(), "a halving search has means to spend"));
      case BAYESIAN -> new TreeParzenSearch(space, trials, random);
    };
  }

  private static SearchStrategy listed(
      SearchSettings search, List<Map<Tuning.Option, Object>> combinations) {
    return new ListedSearch(
        combinations, search.mayEndEarly() ? TRIALS_A_ROUND : Integer.MAX_VALUE);
  }
}
