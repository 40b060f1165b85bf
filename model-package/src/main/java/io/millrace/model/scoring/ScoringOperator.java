package io.millrace.model.scoring;

/**
 * What runs steps of one name, in plain Java, with the same result as the engine's to the bit.
 * Found by {@link java.util.ServiceLoader}, built-in ones by the same door as a plugin's; the
 * classes of a plugin's operators must not link to Spark. Thread-safe.
 */
public interface ScoringOperator {
  /** The name of the steps that it runs, as {@code string-index}; a plugin's begin with its own. */
  String name();

  /**
   * Makes a step ready to run; called once when a package is loaded. Whatever can be looked up,
   * checked or laid out in arrays belongs here, not into the work on rows.
   *
   * @param step what to do, and where in a row the values lie. Parameters and arrays that the
   *     operator does not ask for fail the load: they would be ignored
   * @throws io.millrace.api.error.MillraceException PACKAGE_CORRUPT, if the parameters contradict
   *     each other or the types
   */
  StepWork prepare(PreparedStep step);
}
