package io.millrace.api.tracking;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list, the newest first.
 *
 * @param pipelineOrNull only runs of this pipeline
 * @param statusOrNull only runs that stand so
 * @param limit at most so many
 */
public record RunQuery(
    @Nullable String pipelineOrNull, @Nullable RunStatus statusOrNull, int limit) {
  /** The newest runs of all pipelines. */
  public static RunQuery newest(int limit) {
    return new RunQuery(null, null, limit);
  }

  /** Only runs of this pipeline. */
  public Optional<String> pipeline() {
    return Optional.ofNullable(pipelineOrNull);
  }

  /** Only runs that stand so. */
  public Optional<RunStatus> status() {
    return Optional.ofNullable(statusOrNull);
  }
}
