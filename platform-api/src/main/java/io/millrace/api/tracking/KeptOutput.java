package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a stage yielded, kept to be used again by every stage with the same fingerprint.
 *
 * @param fingerprint the identity of what was yielded
 * @param stage the stage's id
 * @param run the run that made it
 * @param time when it was made
 * @param artifact its name in the artifact store; empty if {@code facts} say all
 * @param facts receipts, metrics, searched options: texts by name, in order
 */
public record KeptOutput(
    String fingerprint,
    String stage,
    String run,
    Instant time,
    String artifact,
    Map<String, String> facts) {
  public KeptOutput {
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(stage, "stage is null");
    requireNonNull(run, "run is null");
    requireNonNull(time, "time is null");
    requireNonNull(artifact, "artifact is null");
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }
}
