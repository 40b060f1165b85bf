package io.millrace.api.tracking;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is remembered.
 *
 * @param start what was known at its start
 * @param status how it stands
 * @param endOrNull when it ended; null while it runs
 * @param message why it failed or was refused; else empty
 * @param stages in the order of the plan
 * @param metrics by {@code STAGE.METRIC}, in the order they were logged; the last value of each
 */
public record RunRecord(
    RunStart start,
    RunStatus status,
    @Nullable Instant endOrNull,
    String message,
    List<StageRecord> stages,
    Map<String, Double> metrics) {
  public RunRecord {
    stages = List.copyOf(stages);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** When it ended. */
  public Optional<Instant> end() {
    return Optional.ofNullable(endOrNull);
  }
}
