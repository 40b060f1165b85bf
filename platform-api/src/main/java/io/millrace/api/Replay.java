package io.millrace.api;

import java.util.List;

/**
 * The way from rows as they were held out to what a model predicts of them, which may be gone again
 * with other values: so an evaluator learns how predictions follow from their input.
 *
 * <p>It begins where the rows were split, or, if a stage behind the split does not work row by row
 * or drops columns that it does not know, behind the last such stage.
 */
public interface Replay<D> {
  /** The rows at the beginning of the way, those that are judged. */
  D rows();

  /**
   * The columns of {@link #rows} that transformers and model read: label and weight are not among
   * them.
   */
  List<String> columns();

  /**
   * Goes the way; a lazy engine may defer the work.
   *
   * @param rows with the columns of {@link #rows}, as many as one likes; columns beside those are
   *     handed on
   */
  D predict(D rows);
}
