package io.millrace.stages.ingest;

/** What happens when a file has other columns than the others, or than those that are expected. */
public enum OnDrift {
  /** The file is refused; what differs is named. */
  FAIL,
  /** New columns are added, missing ones hold nothing, and numbers become as wide as needed. */
  ADD,
  /** What is new, or of another type, comes as JSON in the column {@code _rescued}. */
  RESCUE
}
