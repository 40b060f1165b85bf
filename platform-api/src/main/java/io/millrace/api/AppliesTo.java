package io.millrace.api;

/** The parts of a split that a transformer changes. */
public enum AppliesTo {
  /** Every part, and every row that a deployed model scores. */
  ALL,
  /** The training rows only (sampling, balancing, outlier removal): not test, not the package. */
  TRAINING
}
