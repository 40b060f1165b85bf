package io.millrace.serving.expression;

import io.millrace.model.scoring.ScoringRow;

/** What a function makes of arguments none of which is null. */
@FunctionalInterface
interface Body {
  /**
   * Sets the slot of the result, or makes it null.
   *
   * @param args the slots of the arguments
   */
  void set(ScoringRow row, int[] args, int result);
}
