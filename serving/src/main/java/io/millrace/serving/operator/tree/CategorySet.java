package io.millrace.serving.operator.tree;

import io.millrace.model.scoring.StepParams;
import java.util.BitSet;

/**
 * Which categories go left at a split.
 *
 * @param count the categories that the split knows
 * @param othersGoLeft whether values that are none of them do
 */
record CategorySet(BitSet left, int count, boolean othersGoLeft) {
  static CategorySet[] of(StepParams params) {
    int[] starts = params.ints("setStarts");
    byte[] sets = params.bytes("sets");
    CategorySet[] splits = new CategorySet[starts.length - 1];
    for (int i = 0; i < splits.length; i++) {
      int count = starts[i + 1] - starts[i] - 1;
      BitSet left = new BitSet(count);
      for (int category = 0; category < count; category++) {
        left.set(category, sets[starts[i] + category] != 0);
      }
      splits[i] = new CategorySet(left, count, sets[starts[i] + count] != 0);
    }
    return splits;
  }

  boolean goesLeft(double value) {
    int category = (int) value;
    return category == value && category >= 0 && category < count
        ? left.get(category)
        : othersGoLeft;
  }
}
