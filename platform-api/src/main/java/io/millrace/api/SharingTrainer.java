package io.millrace.api;

import java.util.List;
import java.util.function.Supplier;

/** A trainer with an optional power: the trials of a search share passes over the same rows. */
public interface SharingTrainer<D> extends Trainer<D> {
  /**
   * Reads what all trials need of the rows, once, and leaves the rest of each to be done.
   *
   * @param trials trainers like this one, but for tunable options
   * @return for each trial, in order, what gives the model that {@link #train} would give, but for
   *     rounding: called once at most, by any thread, side by side with others
   * @throws io.millrace.api.error.MillraceException as {@link #train}, for what holds for every
   *     trial
   */
  List<Supplier<Model<D>>> trainAll(
      TrainingData<D> data, List<Trainer<D>> trials, StageContext<D> context);

  /**
   * How often {@link #trainAll} and all that it gives read the frame together.
   *
   * @param trials how many trials
   * @return each trial's own passes, unless overridden
   */
  default Passes sharedPasses(int trials) {
    return new Passes(passes().count() * trials, false);
  }
}
