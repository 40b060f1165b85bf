package io.millrace.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a model on one part.
 *
 * @param metrics by {@link MetricName#text}, in the order to be shown; without those that have no
 *     value on the rows of a slice
 * @param tables what is told in tables, as a confusion of classes
 * @param curves what is to be drawn, as a ROC curve: x first, then what depends on it; each cell a
 *     number that {@link Double#parseDouble} reads, at most a few hundred rows. They are kept and
 *     shown as data, and never printed as text.
 * @param resamplesOrNull what intervals come from, to compare the model with others; null if there
 *     are no intervals
 */
public record Evaluation(
    Map<String, Double> metrics,
    List<EvaluationTable> tables,
    List<EvaluationTable> curves,
    @Nullable Resamples resamplesOrNull) {
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    tables = List.copyOf(tables);
    curves = List.copyOf(curves);
  }

  /** Without curves. */
  public Evaluation(
      Map<String, Double> metrics,
      List<EvaluationTable> tables,
      @Nullable Resamples resamplesOrNull) {
    this(metrics, tables, List.of(), resamplesOrNull);
  }

  /** Without curves and resamples. */
  public Evaluation(Map<String, Double> metrics, List<EvaluationTable> tables) {
    this(metrics, tables, List.of(), null);
  }

  /** Without tables. */
  public Evaluation(Map<String, Double> metrics) {
    this(metrics, List.of());
  }

  /** What intervals come from. */
  public Optional<Resamples> resamples() {
    return Optional.ofNullable(resamplesOrNull);
  }
}
