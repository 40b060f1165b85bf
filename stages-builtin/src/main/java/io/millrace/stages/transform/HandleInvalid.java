package io.millrace.stages.transform;

/** What happens to rows with a value that can't be used. */
public enum HandleInvalid {
  /** The run stops with an error that names column and value. */
  ERROR,
  /** The row is dropped. */
  SKIP,
  /** The row stays; the stage says what such a value becomes. */
  KEEP
}
