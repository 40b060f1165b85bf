package io.millrace.api;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import java.util.Map;
import java.util.Optional;

/** Makes one frame of several, without learning anything; stands before a split only. */
public non-sealed interface Combiner<D> extends Stage<D> {
  /** The schema of what {@link #combine} yields; reports what does not fit. */
  Schema schema(Map<String, Schema> inputs, Problems problems);

  /**
   * How the engine will go about it, as far as the options and its settings decide: a clause that
   * {@code plan} shows. Empty, unless overridden.
   */
  default Optional<String> manner() {
    return Optional.empty();
  }

  /**
   * Combines the frames.
   *
   * @param inputs by the names given in {@code from:}, in that order; the stages' ids where no
   *     names are given
   */
  D combine(Map<String, D> inputs, StageContext<D> context);
}
