package io.millrace.api.error;

/** The platform's own error codes. */
public enum StandardError implements ErrorCode {
  // The pipeline file and the command line.
  BAD_YAML(Blame.USER),
  DUPLICATE_KEY(Blame.USER),
  UNKNOWN_KEY(Blame.USER),
  UNKNOWN_STAGE(Blame.USER),
  WRONG_KIND(Blame.USER),
  AFTER_SPLIT(Blame.USER),
  MISSING_OPTION(Blame.USER),
  WRONG_TYPE(Blame.USER),
  OUT_OF_RANGE(Blame.USER),
  EXCLUSIVE_OPTIONS(Blame.USER),
  INVALID_OPTION(Blame.USER),
  DUPLICATE_ID(Blame.USER),
  INVALID_ID(Blame.USER),
  UNKNOWN_INPUT(Blame.USER),
  CYCLE(Blame.USER),
  ORPHAN(Blame.USER),
  UNRESOLVED_REFERENCE(Blame.USER),
  FIT_BEFORE_SPLIT(Blame.USER),
  INVALID_PARAM(Blame.USER),
  UNKNOWN_COLUMN(Blame.USER),
  COLUMN_TYPE(Blame.USER),
  DUPLICATE_COLUMN(Blame.USER),
  GATE_SYNTAX(Blame.USER),
  UNKNOWN_METRIC(Blame.USER),
  NOT_TUNABLE(Blame.USER),
  UNKNOWN_ENVIRONMENT(Blame.USER),
  BAD_OVERRIDE(Blame.USER),
  NOT_SERVABLE(Blame.USER),
  INVALID_CALL(Blame.USER),
  NOT_FOUND(Blame.USER),
  RUN_IS_LIVE(Blame.USER),
  FILE_DIFFERS(Blame.USER),
  PLUGIN_REFUSED(Blame.USER),
  // Data.
  MISSING_FILE(Blame.DATA),
  UNREADABLE_FILE(Blame.DATA),
  EMPTY_INPUT(Blame.DATA),
  BAD_RECORD(Blame.DATA),
  BAD_ENCODING(Blame.DATA),
  SCHEMA_MISMATCH(Blame.DATA),
  DUPLICATE_KEYS(Blame.DATA),
  UNUSABLE_LABEL(Blame.DATA),
  UNUSABLE_COLUMN(Blame.DATA),
  UNSEEN_VALUE(Blame.DATA),
  SOURCE_CHANGED(Blame.DATA),
  // Gates.
  GATE_REFUSED(Blame.GATE),
  // Outside.
  STORAGE_FAILED(Blame.OUTSIDE),
  STORAGE_CONFLICT(Blame.OUTSIDE, true),
  DISK_FULL(Blame.OUTSIDE),
  DATABASE_FAILED(Blame.OUTSIDE),
  DATABASE_BUSY(Blame.OUTSIDE, true),
  DATABASE_CORRUPT(Blame.OUTSIDE),
  DATABASE_TOO_NEW(Blame.OUTSIDE),
  PACKAGE_CORRUPT(Blame.OUTSIDE),
  PACKAGE_TOO_NEW(Blame.OUTSIDE),
  OUT_OF_MEMORY(Blame.OUTSIDE),
  EXECUTOR_LOST(Blame.OUTSIDE, true),
  CLUSTER_UNREACHABLE(Blame.OUTSIDE, true),
  TIMED_OUT(Blame.OUTSIDE),
  // Ours.
  INTERNAL(Blame.BUG),
  PLUGIN_BROKEN(Blame.BUG);

  private final Blame blame;
  private final boolean retryable;

  StandardError(Blame blame) {
    this(blame, false);
  }

  StandardError(Blame blame, boolean retryable) {
    this.blame = blame;
    this.retryable = retryable;
  }

  @Override
  public Blame blame() {
    return blame;
  }

  @Override
  public boolean retryable() {
    return retryable;
  }
}
