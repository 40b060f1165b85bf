package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * An immutable version of a registered model.
 *
 * @param model the model's name
 * @param version counts from 1
 * @param artifact the package's name in the artifact store
 * @param packageHash SHA-256 over the package's list of files
 * @param run the run that made it
 * @param time when it was registered
 * @param metrics by {@code STAGE.METRIC}
 * @param tags free words about it
 */
public record ModelVersion(
    String model,
    int version,
    String artifact,
    String packageHash,
    String run,
    Instant time,
    Map<String, Double> metrics,
    Map<String, String> tags) {
  public ModelVersion {
    requireNonNull(model, "model is null");
    requireNonNull(artifact, "artifact is null");
    requireNonNull(packageHash, "packageHash is null");
    requireNonNull(run, "run is null");
    requireNonNull(time, "time is null");
    metrics = Map.copyOf(metrics);
    tags = Map.copyOf(tags);
  }
}
