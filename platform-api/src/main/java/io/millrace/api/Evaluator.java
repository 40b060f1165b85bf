package io.millrace.api;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import java.util.List;

/** Measures how well a model predicts. */
public non-sealed interface Evaluator<D> extends Stage<D> {
  /**
   * The metrics that {@link #evaluate} gives, each time all of them; of a classifier without
   * probabilities those that can do without.
   */
  List<MetricSpec> metrics();

  /** Reports what the predictions lack. */
  void check(Schema predictions, Problems problems);

  /**
   * Measures.
   *
   * @throws io.millrace.api.error.MillraceException with blame data, if the rows allow no figure,
   *     as AUC on one class
   */
  Evaluation evaluate(Predictions<D> predictions, StageContext<D> context);
}
