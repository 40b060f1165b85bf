package io.millrace.api.scoring;

import java.util.List;

/**
 * An optional power of fitted transformers and models whose stage says {@link
 * io.millrace.api.ExportForm#SCORING}: tells what they do with a row in steps that run without the
 * engine, and give the same to the bit.
 */
public interface ScoringExport<D> {
  /**
   * The steps, in their order. Columns that a step adds under the name of one that is there take
   * its place; a column that no step names stays as it is, and one that the stage drops needs no
   * step.
   *
   * @param frame one without rows, of the columns that the stage gets, with whatever the engine
   *     knows of them beside their types
   * @throws io.millrace.api.error.MillraceException NOT_SERVABLE, with a clause as message, if what
   *     was learnt, or one of its options, has no portable form
   */
  List<ScoringStep> scoring(D frame);
}
