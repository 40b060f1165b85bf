package io.millrace.spark.api.record;

/** What happens to rows that can't be read as the schema says. */
public enum BadRows {
  /** The run ends, with the count and the first of them. */
  FAIL,
  /** What can't be read is a missing value; surplus fields are dropped. */
  NULL,
  /** The rows are left out. */
  DROP,
  /** The rows come with reason and record, for {@code sink/quarantine}, which must follow. */
  QUARANTINE
}
