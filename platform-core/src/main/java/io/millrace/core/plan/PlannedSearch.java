package io.millrace.core.plan;

import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.pipeline.Tuning;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A search that a run makes, or has made before.
 *
 * @param tuning what is searched
 * @param way the stages that are run for each fold, as the file has them
 * @param evaluator the stage that judges
 * @param fingerprint the identity of its result
 * @param trials by algorithm, the identity of what trials of it have in common, however they are
 *     chosen
 * @param keptOrNull its result, if it is kept and may be used
 * @param forced whether what was kept by other runs is not used
 * @param active whether the run needs it
 */
public record PlannedSearch<D>(
    Tuning<D> tuning,
    TrainingWay<D> way,
    PipelineStage<D> evaluator,
    String fingerprint,
    Map<String, String> trials,
    @Nullable KeptOutput keptOrNull,
    boolean forced,
    boolean active) {
  public PlannedSearch {
    trials = Collections.unmodifiableMap(new LinkedHashMap<>(trials));
  }

  /** Its result. */
  public Optional<KeptOutput> kept() {
    return Optional.ofNullable(keptOrNull);
  }

  /** Whether it has yet to be made. */
  public boolean isPending() {
    return active && keptOrNull == null;
  }
}
