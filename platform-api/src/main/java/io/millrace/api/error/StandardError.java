package io.millrace.api.error;

/** The platform's own error codes. */
public enum StandardError implements ErrorCode {
  // The pipeline file and the command line.
  /** The file is no YAML; nothing else of it is checked then. */
  BAD_YAML(Blame.USER),
  /** A map holds a key twice. */
  DUPLICATE_KEY(Blame.USER),
  /** There is no such key or option; a near name is offered. */
  UNKNOWN_KEY(Blame.USER),
  /** There is no stage of that name; a near name is offered. */
  UNKNOWN_STAGE(Blame.USER),
  /** A stage, or a key of a stage, stands where its kind does not fit. */
  WRONG_KIND(Blame.USER),
  /** A combiner or a sink stands behind a split. */
  AFTER_SPLIT(Blame.USER),
  /** A key or an option that is required is missing. */
  MISSING_OPTION(Blame.USER),
  /** A value has another type than the key or option takes. */
  WRONG_TYPE(Blame.USER),
  /** A number lies outside of what the option takes. */
  OUT_OF_RANGE(Blame.USER),
  /** Options that exclude each other are given, or none of several of which one is needed. */
  EXCLUSIVE_OPTIONS(Blame.USER),
  /** A value that its option does not take, or options that contradict each other. */
  INVALID_OPTION(Blame.USER),
  /** Two stages have the same id. */
  DUPLICATE_ID(Blame.USER),
  /** A name that ids or pipelines can't have. */
  INVALID_ID(Blame.USER),
  /** {@code from} names a stage that is not there. */
  UNKNOWN_INPUT(Blame.USER),
  /** Stages read each other in a circle. */
  CYCLE(Blame.USER),
  /** Nothing reads the stage, and it neither writes, evaluates nor deploys. */
  ORPHAN(Blame.USER),
  /** A {@code ${param:X}}, {@code ${env:X}} or {@code ${secret:X}} has no value. */
  UNRESOLVED_REFERENCE(Blame.USER),
  /** A transformer would learn from rows before they are split; {@code fitOn: all} allows it. */
  FIT_BEFORE_SPLIT(Blame.USER),
  /** A param is not declared, has no value, or a value of another type. */
  INVALID_PARAM(Blame.USER),
  /** The schema lacks a column that a stage names; a near name is offered. */
  UNKNOWN_COLUMN(Blame.USER),
  /** A column has a type that the stage can't work on. */
  COLUMN_TYPE(Blame.USER),
  /** A frame would have two columns of one name. */
  DUPLICATE_COLUMN(Blame.USER),
  /** The text is no gate. */
  GATE_SYNTAX(Blame.USER),
  /** A gate, {@code select} or a search names a metric that the evaluator does not give. */
  UNKNOWN_METRIC(Blame.USER),
  /** A key of a tuning space is no option that may be searched. */
  NOT_TUNABLE(Blame.USER),
  /** {@code --env} names no environment of the file. */
  UNKNOWN_ENVIRONMENT(Blame.USER),
  /** The path of {@code --set}, or of an override, leads nowhere. */
  BAD_OVERRIDE(Blame.USER),
  /** A stage on the way to a model can be part of no model package. */
  NOT_SERVABLE(Blame.USER),
  /** The call of the command line, or of the Java entry, can't be read. */
  INVALID_CALL(Blame.USER),
  /** There is no run, model, version, alias, table, stage or plugin of that name. */
  NOT_FOUND(Blame.USER),
  /** Another process works on the run that is to be resumed. */
  RUN_IS_LIVE(Blame.USER),
  /** An alias names another version than was expected: someone moved it meanwhile. */
  ALIAS_MOVED(Blame.USER),
  /** The file that is given with {@code --resume} is not the one that the run recorded. */
  FILE_DIFFERS(Blame.USER),
  /** A plugin can't be used beside others, or with this version of the api. */
  PLUGIN_REFUSED(Blame.USER),
  // Data.
  /** A file, directory, table or bucket of a source is not there, or holds no data files. */
  MISSING_FILE(Blame.DATA),
  /** A file of a source may not be read, or is not of its format. */
  UNREADABLE_FILE(Blame.DATA),
  /** A source or a part holds nothing to work on. */
  EMPTY_INPUT(Blame.DATA),
  /** A record can't be read as the schema says; the first one is named by file and text. */
  BAD_RECORD(Blame.DATA),
  /** A text file is in another encoding than the one that was named. */
  BAD_ENCODING(Blame.DATA),
  /** The data has other columns or types than what it is to be added to, or scored with. */
  SCHEMA_MISMATCH(Blame.DATA),
  /** Rows that are to be published share a key. */
  DUPLICATE_KEYS(Blame.DATA),
  /** The label can't be learnt or judged: one class only, nulls, or no such type. */
  UNUSABLE_LABEL(Blame.DATA),
  /** Nothing can be learnt from a column: nulls only, or values that are no numbers. */
  UNUSABLE_COLUMN(Blame.DATA),
  /** Rows do not meet an expectation of {@code sink/expect} that fails the run. */
  EXPECTATION_FAILED(Blame.DATA),
  /** A value was not among the training rows, and the stage was told to fail then. */
  UNSEEN_VALUE(Blame.DATA),
  /** A source changed while or since a run read it. */
  SOURCE_CHANGED(Blame.DATA),
  // Gates.
  /** A gate did not hold, so the model was not deployed. */
  GATE_REFUSED(Blame.GATE),
  // Outside.
  /** Files could not be read or written. */
  STORAGE_FAILED(Blame.OUTSIDE),
  /** A database or store that a stage reads does not answer, or ended the connection. */
  SOURCE_UNREACHABLE(Blame.OUTSIDE, true),
  /** A database or store that a stage reads does not let the user in, or read. */
  SOURCE_DENIED(Blame.OUTSIDE),
  /** Another writer changed the table at the same moment. */
  STORAGE_CONFLICT(Blame.OUTSIDE, true),
  /** No space is left where something had to be written. */
  DISK_FULL(Blame.OUTSIDE),
  /** The tracking database failed. */
  DATABASE_FAILED(Blame.OUTSIDE),
  /** The tracking database was locked for too long. */
  DATABASE_BUSY(Blame.OUTSIDE, true),
  /** The tracking database is damaged. */
  DATABASE_CORRUPT(Blame.OUTSIDE),
  /** The tracking database was made by a newer version of Millrace. */
  DATABASE_TOO_NEW(Blame.OUTSIDE),
  /** A model package is not whole: a file is missing or has another content. */
  PACKAGE_CORRUPT(Blame.OUTSIDE),
  /** A model package was made by a newer version of Millrace. */
  PACKAGE_TOO_NEW(Blame.OUTSIDE),
  /** Memory ran out; MILLRACE_MEMORY gives more. */
  OUT_OF_MEMORY(Blame.OUTSIDE),
  /** A process of the cluster died. */
  EXECUTOR_LOST(Blame.OUTSIDE, true),
  /** The cluster does not answer. */
  CLUSTER_UNREACHABLE(Blame.OUTSIDE, true),
  /** A stage took longer than its {@code timeout}. */
  TIMED_OUT(Blame.OUTSIDE),
  // Ours.
  /** Millrace failed in a way that it should not; the message names a report. */
  INTERNAL(Blame.BUG),
  /** A plugin, or a stage of it, can't be loaded or breaks its contract. */
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
