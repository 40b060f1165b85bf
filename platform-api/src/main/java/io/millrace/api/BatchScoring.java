package io.millrace.api;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.output.Output;
import io.millrace.api.output.Written;

/**
 * Scores the rows that a {@link ScoringDeployer} was handed, with the package that it deploys.
 * Valid for the one call that it is given to.
 */
public interface BatchScoring<D> {
  /**
   * Predicts all rows and writes those that no step drops; the input's columns come first, then
   * what the model says, then the stamp.
   *
   * @param output where they go
   * @param stamp whether each row says by which model, when and in which job it was scored
   * @param key identifies the write; a repeat under an equal key finds the first and does nothing
   * @throws io.millrace.api.error.MillraceException SCHEMA_MISMATCH, if the rows lack what the
   *     model reads; DUPLICATE_COLUMN, if they have a column of the stamp already; what writing
   *     throws
   */
  Scored score(Output output, boolean stamp, EffectKey key);

  /**
   * How scoring ended.
   *
   * @param written what lies there
   * @param repeated whether an earlier call had written it, and this one did nothing
   * @param dropped rows that steps of the package dropped, so that they were not written; -1 if
   *     unknown
   */
  record Scored(Written written, boolean repeated, long dropped) {}
}
