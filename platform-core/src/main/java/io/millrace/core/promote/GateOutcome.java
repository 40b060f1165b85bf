package io.millrace.core.promote;

import io.millrace.core.pipeline.Gate;
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
    boolean held,
    String reason) {
  /**
   * A registered version, measured on the same rows.
   *
   * @param version its number
   * @param value its figure
   */
  public record Reference(int version, double value) {}

  /** What the figure was compared with. */
  public OptionalDouble bound() {
    return boundOrNull == null ? OptionalDouble.empty() : OptionalDouble.of(boundOrNull);
  }
}
