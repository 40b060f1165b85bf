package io.millrace.stages.evaluate;

import io.millrace.api.Evaluator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options that evaluators have in common.
 *
 * @param slices the columns for each of whose values the metrics are given too
 * @param bootstrap how intervals are found; null for none
 */
record TallyOptions(List<String> slices, @Nullable Bootstrap bootstrap) {
  /** Neither slices nor intervals. */
  static final TallyOptions NONE = new TallyOptions(List.of(), null);

  Resampling resampling() {
    return new Resampling(bootstrap == null ? 0 : bootstrap.resamples());
  }

  Evaluator.Details details(List<String> perClass) {
    return new Evaluator.Details(slices, bootstrap != null, perClass);
  }
}
