package io.millrace.stages.train.linear;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Rows packed into a few arrays: their vectors one after the other, either as their values that are
 * not zero, with the slots of these, or whole, whichever is smaller.
 */
final class RowBlock implements Serializable {
  private static final long serialVersionUID = 1;

  /** The slots of each row's vector. */
  final int features;

  /** Where each row's values begin; one more than there are rows. */
  final int[] starts;

  /** The slot of each value; null if rows are held whole. */
  final int @Nullable [] slots;

  final double[] values;
  final double[] labels;
  final double[] weights;

  RowBlock(
      int features,
      int[] starts,
      int @Nullable [] slots,
      double[] values,
      double[] labels,
      double[] weights) {
    this.features = features;
    this.starts = starts;
    this.slots = slots;
    this.values = values;
    this.labels = labels;
    this.weights = weights;
  }

  int rows() {
    return labels.length;
  }
}
