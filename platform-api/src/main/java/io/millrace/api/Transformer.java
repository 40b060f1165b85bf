package io.millrace.api;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a frame into another, after learning what it needs from the training rows. Core fits it on
 * {@code train} only, inside cross-validation on the fold's training part only, and applies it to
 * every part: a stage can't leak by accident.
 */
public non-sealed interface Transformer<D> extends Stage<D> {
  /** The schema of what {@link FittedTransformer#apply} yields; reports what does not fit. */
  Schema schema(Schema input, Problems problems);

  /** The input columns that are read. */
  ColumnUse reads(Schema input);

  /** Whether {@link #fit} looks at rows. If not, the stage may stand before a split. */
  boolean learns();

  /** The parts that the stage is applied to. */
  AppliesTo appliesTo();

  /**
   * Whether each output row depends on one input row and on nothing else but what was learnt. Such
   * a stage may be part of a model package even if it drops rows.
   */
  boolean isRowWise();

  /**
   * The columns that the stage adds, or sets anew, if it leaves every row and all other columns as
   * they are: what is learnt of those may then be learnt before this stage as well. Empty, unless
   * overridden: anything may be different.
   */
  default Optional<Set<String>> setsOnly() {
    return Optional.empty();
  }

  /**
   * Learns from the training rows. Called once per run, and once per fold; with {@link #learns}
   * false, called freely and expected to cost nothing.
   *
   * @throws io.millrace.api.error.MillraceException with blame data, if the rows can't be learnt
   *     from
   */
  Fit<D> fit(D train, StageContext<D> context);

  /** Reads back what {@link FittedTransformer#save} wrote, on any machine. */
  FittedTransformer<D> load(StateDirectory state);
}
