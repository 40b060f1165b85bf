package io.millrace.core.tune;

import io.millrace.core.pipeline.SearchSettings;
import io.millrace.core.pipeline.Tuning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016): many trials with small means, the best
 * of them with larger ones, and so on. A rung begins when the one before is done, so that its
 * trials can share their passes; that is where it differs from ASHA, which lets none of many
 * workers wait.
 */
final class HalvingSearch implements SearchStrategy {
  private final List<Map<Tuning.Option, Object>> combinations;
  private final SearchSettings.Halving means;
  private final List<Rung> rungs;

  /**
   * Trials with the same means.
   *
   * @param trials how many
   * @param means the share of rows, or the value of the option
   */
  record Rung(int trials, double means) {}

  HalvingSearch(List<Map<Tuning.Option, Object>> combinations, SearchSettings.Halving means) {
    this.combinations = combinations;
    this.means = means;
    this.rungs = rungs(combinations.size(), means);
  }

  /** The last rung has all means; with one trial left there is nothing to choose from before it. */
  static List<Rung> rungs(int trials, SearchSettings.Halving means) {
    List<Rung> rungs = new ArrayList<>();
    int left = trials;
    double spent = means.from();
    while (left > 1 && spent < means.to()) {
      rungs.add(new Rung(left, spent));
      left = Math.max(1, left / means.factor());
      spent *= means.factor();
    }
    rungs.add(new Rung(left, means.to()));
    return rungs;
  }

  @Override
  public List<Trial> next(List<Scored> made) {
    int rung = made.isEmpty() ? 0 : made.get(made.size() - 1).trial().rung() + 1;
    if (rung == rungs.size()) {
      return List.of();
    }
    return survivors(made, rung).stream().map(values -> trial(values, rung)).toList();
  }

  private List<Map<Tuning.Option, Object>> survivors(List<Scored> made, int rung) {
    if (rung == 0) {
      return combinations;
    }
    return made.stream()
        .filter(scored -> scored.trial().rung() == rung - 1)
        // Stable: of equals, the first go on.
        .sorted(Scored.WORST_FIRST.reversed())
        .limit(rungs.get(rung).trials())
        .map(scored -> without(scored.trial().values()))
        .toList();
  }

  private Map<Tuning.Option, Object> without(Map<Tuning.Option, Object> values) {
    Map<Tuning.Option, Object> own = new LinkedHashMap<>(values);
    if (means.optionOrNull() != null) {
      own.remove(means.optionOrNull());
    }
    return own;
  }

  private Trial trial(Map<Tuning.Option, Object> values, int rung) {
    double spent = rungs.get(rung).means();
    if (means.optionOrNull() == null) {
      return new Trial(values, spent, rung);
    }
    Map<Tuning.Option, Object> all = new LinkedHashMap<>(values);
    all.put(means.optionOrNull(), Math.round(spent));
    return new Trial(all, 1, rung);
  }

  @Override
  public int most() {
    return rungs.stream().mapToInt(Rung::trials).sum();
  }
}
