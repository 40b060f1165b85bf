package io.millrace.core.promote;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How a gate was judged.
 *
 * @param evaluator the evaluator's id
 * @param trainer the trainer of the model that was judged
 * @param gate the gate as the file has it
 * @param value the model's figure
 * @param boundOrNull what it was compared with; null if the alias names no version yet
 * @param held whether the model may go on
 * @param reason one sentence for the user
 */
public record GateOutcome(
    String evaluator,
    String trainer,
    String gate,
    double value,
    @Nullable Double boundOrNull,
    boolean held,
    String reason) {
  /** What the figure was compared with. */
  public OptionalDouble bound() {
    return boundOrNull == null ? OptionalDouble.empty() : OptionalDouble.of(boundOrNull);
  }
}
