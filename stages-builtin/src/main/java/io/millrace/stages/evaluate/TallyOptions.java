package io.millrace.stages.evaluate;

import io.millrace.api.Evaluator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options that evaluators have in common.
 *
 * @param slices the columns for each of whose values the metrics are given too
 * @param bootstrap how intervals are found; null for none
 * @param importance how the importance of columns is found; null if it is not told
 */
record TallyOptions(
    List<String> slices, @Nullable Bootstrap bootstrap, @Nullable Importance importance) {
  /** No details. */
  static final TallyOptions NONE = new TallyOptions(List.of(), null, null);

  /**
   * Checks what is asked for against what there is.
   *
   * @param metrics the names of the evaluator's metrics
   * @throws IllegalArgumentException if the importance is asked for by none of them
   */
  void check(List<String> metrics) {
    if (importance != null && !metrics.contains(importance.metric())) {
      throw new IllegalArgumentException(
          "importance.metric is '%s', which is no metric; metrics are %s"
              .formatted(importance.metric(), String.join(", ", metrics)));
    }
  }

  Resampling resampling() {
    return new Resampling(bootstrap == null ? 0 : bootstrap.resamples());
  }

  Evaluator.Details details(List<String> perClass) {
    return new Evaluator.Details(
        slices,
        bootstrap != null,
        perClass,
        importance == null ? List.of() : List.of(importance.metric()));
  }
}
