package io.millrace.stages.evaluate;

import java.io.Serializable;
import java.util.Arrays;

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
    for (int rank = 1; rank <= Math.min(most, ranked.length); rank++) {
      double discount = Math.log(2) / Math.log(rank + 1.0);
      gain += ranked[rank - 1].relevance() * discount;
      best += ideal[rank - 1] * discount;
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

  private double reciprocalRank(Item[] ranked) {
    for (int i = 0; i < ranked.length; i++) {
      if (isRelevant(ranked[i])) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }
}
