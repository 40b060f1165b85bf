package io.millrace.api;

import java.util.Locale;

/** The parts that a split may yield. */
public enum Part {
  /** What transformers and trainers learn from. */
  TRAIN,
  /** What early stopping and thresholds may look at. */
  VALIDATION,
  /** What only evaluators look at. */
  TEST;

  /** As files and messages write it: {@code train}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
