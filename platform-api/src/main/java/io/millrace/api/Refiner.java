package io.millrace.api;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import java.util.List;

/**
 * A trainer that refines what another trainer learnt, as by choosing the threshold of its
 * decisions. It stands behind that trainer, and its model takes the place of the other one: a
 * package holds both. It learns from rows that the other model has not seen, and never from the
 * test part.
 */
public non-sealed interface Refiner<D> extends Stage<D> {
  /**
   * Reports what the model's predictions lack; the refined model's have the same columns.
   *
   * @param predictions the schema of what the trainer's model predicts
   */
  void check(Schema predictions, Problems problems);

  /**
   * In how many folds core divides the training rows where the split has no validation part: it
   * trains the other trainer without each of them, and lets that model predict it.
   */
  int folds();

  /**
   * Refines.
   *
   * @param model what the other trainer learnt
   * @param unseen predictions on rows that the predicting model has not learnt from: of {@code
   *     model} itself on the validation part; where there is none, of one model for each fold, on
   *     that fold
   * @return predicts as {@code model} does, but for the refinement; {@link Model#save} writes the
   *     refinement alone
   * @throws io.millrace.api.error.MillraceException with blame data, if the rows don't tell how;
   *     INVALID_OPTION, if that kind of model can't be refined
   */
  Model<D> refine(Model<D> model, List<Predictions<D>> unseen, StageContext<D> context);

  /**
   * Reads back what the refined model's {@link Model#save} wrote, on any machine.
   *
   * @param model what the other trainer learnt
   */
  Model<D> load(Model<D> model, StateDirectory state);
}
