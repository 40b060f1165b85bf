package io.millrace.api;

import java.util.List;

/**
 * A transformer with an optional power: what it learns from rows can be read in one pass with what
 * its neighbours learn from the same rows. Core brings together stages that stand one after
 * another, where none in between changes columns that a later one reads, or drops rows.
 */
public interface SharingTransformer<D> extends Transformer<D> {
  /** Whether {@link #readAll} of this one takes the other one in. */
  boolean sharesPassWith(SharingTransformer<D> other);

  /**
   * Reads what all those transformers need of the rows, in one pass at most. A mistake in what is
   * read of one of them is no reason to fail here, but in its own {@link Learning}.
   *
   * @param train the training rows, as the first of the transformers gets them
   * @param transformers this one and others that it shares its pass with
   * @return for each transformer, in order, what makes the fit
   */
  List<Learning<D>> readAll(D train, List<SharingTransformer<D>> transformers);

  /** What was read of the training rows for one transformer. */
  @FunctionalInterface
  interface Learning<D> {
    /**
     * Makes the fit that {@link Transformer#fit} would give, to the bit. Called once at most for
     * each {@link #readAll}, by any thread.
     *
     * @throws io.millrace.api.error.MillraceException as {@link Transformer#fit}
     */
    Fit<D> fit(StageContext<D> context);
  }
}
