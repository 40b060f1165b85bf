package io.millrace.core.promote;

import io.millrace.api.MetricName.Bound;
import io.millrace.core.pipeline.Gate;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How a gate was judged.
 *
 * @param evaluator the evaluator's id
 * @param trainer the trainer of the model that was judged
 * @param gate the gate
 * @param value the model's figure
 * @param referenceOrNull the version whose figure the bound is relative to; null for a plain
 *     number, or if the alias names no version yet
 * @param boundOrNull what it was compared with; null if the alias names no version yet
 * @param differenceOrNull by how much the figure is above that of the version, with its interval;
 *     null if there is no version, or none that could be paired with
 * @param held whether the model may go on
 * @param reason one sentence for the user
 */
public record GateOutcome(
    String evaluator,
    String trainer,
    Gate gate,
    double value,
    @Nullable Reference referenceOrNull,
    @Nullable Double boundOrNull,
    @Nullable Difference differenceOrNull,
    boolean held,
    String reason) {
  /**
   * A registered version, measured on the same rows.
   *
   * @param version its number
   * @param value its figure; NaN if it has none
   * @param mayHaveLearnt whether it may have learnt from those rows
   */
  public record Reference(int version, double value, boolean mayHaveLearnt) {}

  /**
   * The model's figure less the version's, both measured on the same resamples.
   *
   * @param value of the rows as they are
   * @param lower the lower end of its interval
   * @param upper the upper end
   * @param level how likely the interval holds the true difference
   * @param resamples how many there were
   */
  public record Difference(double value, double lower, double upper, double level, int resamples) {
    /** An end of the interval. */
    double end(Bound end) {
      return end == Bound.LOWER ? lower : upper;
    }
  }

  /** What the figure was compared with. */
  public OptionalDouble bound() {
    return boundOrNull == null ? OptionalDouble.empty() : OptionalDouble.of(boundOrNull);
  }

  /** The version whose figure the bound is relative to. */
  public Optional<Reference> reference() {
    return Optional.ofNullable(referenceOrNull);
  }

  /** Whether the model or the version lacks the figures that the gate is about. */
  public boolean lacksFigure() {
    return Double.isNaN(value)
        || referenceOrNull != null && Double.isNaN(referenceOrNull.value())
        || gate.endOrNull() != null && boundOrNull != null && differenceOrNull == null;
  }

  /** By how much the figure is above that of the version. */
  public Optional<Difference> difference() {
    return Optional.ofNullable(differenceOrNull);
  }
}
