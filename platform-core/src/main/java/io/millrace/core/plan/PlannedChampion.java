package io.millrace.core.plan;

import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.ModelVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A registered version that a gate compares with: it must predict the rows that the run's own model
 * is judged on.
 *
 * @param evaluator the stage whose gate names the alias
 * @param alias the alias
 * @param version the version that it names
 * @param source the stage whose parts the version predicts: the split
 * @param fingerprint the identity of its figures on those rows
 * @param keptOrNull its figures, if they are kept
 */
public record PlannedChampion(
    String evaluator,
    String alias,
    ModelVersion version,
    String source,
    String fingerprint,
    @Nullable KeptOutput keptOrNull) {
  /** Its figures on those rows. */
  public Optional<KeptOutput> kept() {
    return Optional.ofNullable(keptOrNull);
  }
}
