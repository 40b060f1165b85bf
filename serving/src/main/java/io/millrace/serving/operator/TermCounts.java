package io.millrace.serving.operator;

import io.millrace.model.scoring.ScoringVector;
import java.util.Arrays;

/** Counts of terms by the slots that they fall in. */
final class TermCounts {
  private TermCounts() {}

  /**
   * Makes a sparse vector of how often each slot is named.
   *
   * @param named the first so many; are sorted
   * @param least counts below are left out
   * @param binary whether all counts become 1
   */
  static void count(
      int[] slots, int named, double least, boolean binary, int size, ScoringVector made) {
    Arrays.sort(slots, 0, named);
    made.becomeSparse(size);
    int first = 0;
    for (int i = 1; i <= named; i++) {
      if (i == named || slots[i] != slots[first]) {
        if (i - first >= least) {
          made.append(slots[first], binary ? 1 : i - first);
        }
        first = i;
      }
    }
  }
}
