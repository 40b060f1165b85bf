package io.millrace.core.file;

import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import java.util.List;
import java.util.Optional;

/** The metrics that a checked evaluator gives. */
final class Metrics {
  private Metrics() {}

  /** Their names; empty if the evaluator could not be made. */
  static <D> Optional<List<String>> of(CheckedStage<D> stage) {
    return evaluator(stage)
        .map(evaluator -> evaluator.metrics().stream().map(MetricSpec::name).toList());
  }

  /** The evaluator; empty if it could not be made. */
  static <D> Optional<Evaluator<D>> evaluator(CheckedStage<D> stage) {
    return stage
        .made()
        .map(MadeStage::stage)
        .filter(Evaluator.class::isInstance)
        .map(evaluator -> (Evaluator<D>) evaluator);
  }
}
