package io.millrace.stages.transform;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the options of all these stages have in common. Whatever else a record of options has is
 * called what Spark ML calls that parameter.
 */
interface FeatureOptions {
  /** The options that are no parameters of Spark ML. */
  Set<String> OWN = Set.of("columns", "outputs", "suffix", "language", "words", "cuts");

  /** The columns that are read. */
  List<String> columns();

  /** The columns that are made, one for each. */
  @Nullable List<String> outputs();

  /** What becomes of values that can't be used; null where the stage takes them all. */
  default @Nullable HandleInvalid handleInvalid() {
    return null;
  }

  /** What the name of a made column ends with, if {@link #outputs} does not say it whole. */
  @Nullable String suffix();
}
