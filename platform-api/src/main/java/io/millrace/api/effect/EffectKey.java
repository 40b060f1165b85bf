package io.millrace.api.effect;

import static java.util.Objects.requireNonNull;

/**
 * Identifies one effect of one stage. Every call that writes outside takes one and is idempotent in
 * it: a repeat with an equal {@link #token} finds the first result and returns it.
 *
 * @param run the run that the effect belongs to; a resumed run keeps its id
 * @param stage the stage's id
 * @param fingerprint what the stage would write: equal fingerprints, equal content
 */
public record EffectKey(String run, String stage, String fingerprint) {
  public EffectKey {
    requireNonNull(run, "run is null");
    requireNonNull(stage, "stage is null");
    requireNonNull(fingerprint, "fingerprint is null");
  }

  /** The key as one text, to be stored beside what was written. */
  public String token() {
    return run + "/" + stage + "/" + fingerprint;
  }
}
