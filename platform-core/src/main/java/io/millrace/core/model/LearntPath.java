package io.millrace.core.model;

import io.millrace.api.FittedTransformer;
import io.millrace.api.Model;
import java.util.List;

/**
 * What the stages of a package learnt.
 *
 * @param steps in their order
 * @param model what predicts behind them
 */
public record LearntPath<D>(List<FittedTransformer<D>> steps, Model<D> model) {
  public LearntPath {
    steps = List.copyOf(steps);
  }
}
