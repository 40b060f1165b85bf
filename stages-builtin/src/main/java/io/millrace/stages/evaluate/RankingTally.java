package io.millrace.stages.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users: means of their metrics. A row is a user's metrics, then the number of items, of those
 * without a relevance, and of those without a prediction. A user without a relevant item has no
 * metrics, and is counted apart.
 */
final class RankingTally extends Tally {
  private static final long serialVersionUID = 1;

  private final int[] k;
  private final int width;

  RankingTally(List<Integer> k) {
    this.k = k.stream().mapToInt(Integer::intValue).toArray();
    this.width = UserRanking.PER_K * this.k.length + 1;
  }

  int[] k() {
    return k.clone();
  }

  /** The numbers of a row. */
  int width() {
    return width + 3;
  }

  @Override
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int most : k) {
      for (String metric : List.of("precision", "recall", "ndcg", "map")) {
        names.add(metric + "_at_" + most);
      }
    }
    names.add("mrr");
    return names;
  }

  @Override
  int size() {
    return OWN + width + 2;
  }

  @Override
  int flaw(double[] row) {
    return row[width + 1] > 0 ? BAD_LABELS : row[width + 2] > 0 ? BAD_PREDICTIONS : 0;
  }

  @Override
  void add(double[] states, int at, double[] row, double times) {
    states[at + OWN + width + 1] += times * row[width];
    if (Double.isNaN(row[0])) {
      return;
    }
    states[at + OWN + width] += times;
    for (int i = 0; i < width; i++) {
      states[at + OWN + i] += times * row[i];
    }
  }

  /** The users who have a relevant item. */
  double users(double[] state) {
    return state[OWN + width];
  }

  /** The items of all users. */
  double items(double[] state) {
    return state[OWN + width + 1];
  }

  @Override
  double[] metrics(double[] states, int at, @Nullable Walk walk, int replicate) {
    double[] means = new double[width];
    for (int i = 0; i < width; i++) {
      means[i] = states[at + OWN + i] / states[at + OWN + width];
    }
    return means;
  }
}
