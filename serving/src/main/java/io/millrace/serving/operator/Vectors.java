package io.millrace.serving.operator;

import io.millrace.model.scoring.ScoringVector;
import java.util.Arrays;

/** Copies of vectors. */
final class Vectors {
  private Vectors() {}

  /** Makes a vector dense, with the slots of another; its values. */
  static double[] copyDense(ScoringVector from, ScoringVector to) {
    double[] values = to.becomeDense(from.size());
    if (from.isDense()) {
      System.arraycopy(from.values(), 0, values, 0, from.size());
      return values;
    }
    Arrays.fill(values, 0, from.size(), 0);
    for (int i = 0; i < from.count(); i++) {
      values[from.indices()[i]] = from.values()[i];
    }
    return values;
  }

  /** Makes a vector dense or sparse as another, with its slots; its values, to be changed. */
  static double[] copy(ScoringVector from, ScoringVector to) {
    if (from.isDense()) {
      return copyDense(from, to);
    }
    to.becomeSparse(from.size());
    for (int i = 0; i < from.count(); i++) {
      to.append(from.indices()[i], from.values()[i]);
    }
    return to.values();
  }
}
