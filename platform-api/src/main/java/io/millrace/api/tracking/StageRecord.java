package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;

/**
 * What became of a stage in a run.
 *
 * @param position its place in the plan, from 0
 * @param stage its id
 * @param use the factory's name
 * @param status what became of it
 * @param fingerprint the identity of what it yields
 * @param dataVersion for an ingestor the version that was read; else empty
 * @param seconds the time that the stage ran itself
 * @param figures what the engine did for it
 * @param facts what the stage noted
 * @param message why it failed, was skipped, or was read again; else empty
 */
public record StageRecord(
    int position,
    String stage,
    String use,
    Status status,
    String fingerprint,
    String dataVersion,
    double seconds,
    StageFigures figures,
    Map<String, String> facts,
    String message) {
  public StageRecord {
    requireNonNull(stage, "stage is null");
    requireNonNull(use, "use is null");
    requireNonNull(status, "status is null");
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(dataVersion, "dataVersion is null");
    requireNonNull(figures, "figures is null");
    facts = Map.copyOf(facts);
    requireNonNull(message, "message is null");
  }

  /** What became of a stage. */
  public enum Status {
    /** It did its work in this run. */
    RAN,
    /** What it yields was kept from before; a lazy one was at most declared again. */
    REUSED,
    /** It was not reached, or not asked for. */
    SKIPPED,
    /** It failed. */
    FAILED;

    /** As users and JSON see it: {@code ran}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
