package io.millrace.core.tune;

import io.millrace.core.pipeline.Tuning;
import java.util.List;
import java.util.Map;

/** Trials that are known from the start. */
final class ListedSearch implements SearchStrategy {
  private final List<Map<Tuning.Option, Object>> combinations;
  private final int perRound;

  ListedSearch(List<Map<Tuning.Option, Object>> combinations, int perRound) {
    this.combinations = combinations;
    this.perRound = perRound;
  }

  @Override
  public List<Trial> next(List<Scored> made) {
    return combinations.stream().skip(made.size()).limit(perRound).map(Trial::of).toList();
  }

  @Override
  public int most() {
    return combinations.size();
  }
}
