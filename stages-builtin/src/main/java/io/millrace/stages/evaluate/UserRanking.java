package io.millrace.stages.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one user's items: Järvelin and Kekäläinen (ACM TOIS 2002) for NDCG, with the
 * relevance itself as gain; average precision divides by the number of relevant items, or by k if
 * those are more. Of items with one prediction the first by name comes first.
 *
 * @param k how many items count, for each group of metrics
 * @param relevantFrom from which relevance on an item is relevant
 */
record UserRanking(int[] k, double relevantFrom) implements Serializable {
  private static final long serialVersionUID = 1;

  /** Metrics for each k: precision, recall, NDCG, average precision. */
  static final int PER_K = 4;

  /** An item as it was predicted. */
  record Item(double prediction, String name, double relevance) {}

  /** {@link #PER_K} metrics for each k, then the reciprocal rank; NaN of no relevant item. */
  double[] metrics(Item[] items) {
    Item[] ranked = items.clone();
    Arrays.sort(
        ranked,
        (a, b) ->
            a.prediction() == b.prediction()
                ? a.name().compareTo(b.name())
                : Double.compare(b.prediction(), a.prediction()));
    return metrics(ranked, items);
  }

  /**
   * The same of a list that was made of all items there are, the best first: what it holds beside
   * the user's items has no relevance.
   *
   * @param names of the items on the list
   */
  double[] metrics(List<String> names, Item[] items) {
    Map<String, Item> known = new HashMap<>();
    for (Item item : items) {
      known.merge(item.name(), item, (a, b) -> a.relevance() >= b.relevance() ? a : b);
    }
    return metrics(
        names.stream()
            .map(name -> known.getOrDefault(name, new Item(0, name, 0)))
            .toArray(Item[]::new),
        items);
  }

  private double[] metrics(Item[] ranked, Item[] items) {
    double[] ideal =
        Arrays.stream(items).mapToDouble(item -> -item.relevance()).sorted().map(r -> -r).toArray();
    long relevant = Arrays.stream(items).filter(this::isRelevant).count();
    double[] metrics = new double[PER_K * k.length + 1];
    for (int i = 0; i < k.length; i++) {
      add(ranked, ideal, relevant, k[i], metrics, PER_K * i);
    }
    metrics[PER_K * k.length] = reciprocalRank(ranked);
    if (relevant == 0) {
      Arrays.fill(metrics, Double.NaN);
    }
    return metrics;
  }

  private boolean isRelevant(Item item) {
    return item.relevance() >= relevantFrom;
  }

  private void add(
      Item[] ranked, double[] ideal, long relevant, int most, double[] metrics, int at) {
    double hits = 0;
    double precisions = 0;
    double gain = 0;
    double best = 0;
    for (int rank = 1; rank <= Math.min(most, ideal.length); rank++) {
      best += ideal[rank - 1] * discount(rank);
    }
    for (int rank = 1; rank <= Math.min(most, ranked.length); rank++) {
      gain += ranked[rank - 1].relevance() * discount(rank);
      if (isRelevant(ranked[rank - 1])) {
        hits++;
        precisions += hits / rank;
      }
    }
    metrics[at] = hits / most;
    metrics[at + 1] = hits / relevant;
    metrics[at + 2] = best == 0 ? 0 : gain / best;
    metrics[at + 3] = precisions / Math.min(relevant, most);
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1.0);
  }

  private double reciprocalRank(Item[] ranked) {
    for (int i = 0; i < ranked.length; i++) {
      if (isRelevant(ranked[i])) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }
}
