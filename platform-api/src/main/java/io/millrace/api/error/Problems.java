package io.millrace.api.error;

/**
 * Where a stage reports what is wrong with its options, given what it is told of its inputs. All
 * problems of a file are collected and reported in one pass, so reporting never throws.
 */
public interface Problems {
  /**
   * Reports a problem at an option.
   *
   * @param option the option's name, for parts of it followed by keys and indices as in {@code
   *     columns.TotalCharges} or {@code columns[2]}; empty for the stage as a whole
   * @param code what is wrong
   * @param message one sentence: what, and what to do
   */
  void report(String option, ErrorCode code, String message);
}
