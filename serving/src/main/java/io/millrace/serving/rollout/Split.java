package io.millrace.serving.rollout;

import io.millrace.serving.operator.Murmur3;
import java.util.List;

/**
 * Shares requests out by weights. A key always falls to the same share, on every server with the
 * same salt and weights: murmur3(salt + key) mod 10,000 against the cumulative weights. Immutable.
 *
 * <p>As weights move from the first shares to the last, so do only as many keys as have to.
 */
final class Split {
  static final int BUCKETS = 10_000;

  private final String salt;
  private final int[] ends;

  private Split(String salt, int[] ends) {
    this.salt = salt;
    this.ends = ends;
  }

  /**
   * Shares of those weights, in their order.
   *
   * @param weights none negative, with a positive sum
   */
  static Split of(String salt, List<Double> weights) {
    double total = 0;
    for (double weight : weights) {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("a weight is 0 or more: " + weight);
      }
      total += weight;
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException("one weight at least is more than 0");
    }
    int[] ends = new int[weights.size()];
    double sum = 0;
    for (int i = 0; i < ends.length; i++) {
      sum += weights.get(i);
      ends[i] = (int) Math.round(sum / total * BUCKETS);
    }
    return new Split(salt, ends);
  }

  /** The share that a key falls to. */
  int ofKey(String key) {
    return ofBucket(Integer.remainderUnsigned(Murmur3.hash(salt + key, 0), BUCKETS));
  }

  /** The share that a bucket, 0 to 9,999, falls to. */
  int ofBucket(int bucket) {
    int share = 0;
    while (ends[share] <= bucket) {
      share++;
    }
    return share;
  }

  /** How many of the 10,000 buckets a share has. */
  int buckets(int share) {
    return ends[share] - (share == 0 ? 0 : ends[share - 1]);
  }
}
