package io.millrace.api.error;

/** Who has to act when something fails; decides the exit code of the command line. */
public enum Blame {
  /** A mistake in the call or in the pipeline file. */
  USER(2),
  /** The data does not hold what the pipeline says. */
  DATA(3),
  /** A gate refused the model. */
  GATE(4),
  /** Something outside failed: storage, database, network, memory. */
  OUTSIDE(5),
  /** A defect of Millrace or of a plugin. */
  BUG(1);

  private final int exitCode;

  Blame(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a command that ends with this blame. */
  public int exitCode() {
    return exitCode;
  }
}
