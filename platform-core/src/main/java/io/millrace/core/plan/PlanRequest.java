package io.millrace.core.plan;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a run.
 *
 * @param run the run's id; identifies data without a version
 * @param untilOrNull only this stage and what it needs
 * @param fromOrNull this stage and all after it are done again, kept or not
 * @param fresh nothing that is kept is used
 * @param sample the share of every source's rows to use, 1 for all
 * @param effects whether sinks write and deployers deploy
 * @param rowsWanted whether the rows of {@code until} itself are wanted, to be shown
 * @param pinned data versions by ingestor that must still be the present ones; of a resumed run
 * @param rebuildOrNull the run whose model is made anew, from {@code pinned}; then sinks and
 *     deployers write nothing
 */
public record PlanRequest(
    String run,
    @Nullable String untilOrNull,
    @Nullable String fromOrNull,
    boolean fresh,
    double sample,
    boolean effects,
    boolean rowsWanted,
    Map<String, String> pinned,
    @Nullable Rebuild rebuildOrNull) {
  public PlanRequest {
    requireNonNull(run, "run is null");
    if (!(sample > 0 && sample <= 1)) {
      throw new IllegalArgumentException("a sample is more than 0 % and at most 100 %");
    }
    pinned = Map.copyOf(pinned);
  }

  /** A request that makes no recorded run's model anew. */
  public PlanRequest(
      String run,
      @Nullable String untilOrNull,
      @Nullable String fromOrNull,
      boolean fresh,
      double sample,
      boolean effects,
      boolean rowsWanted,
      Map<String, String> pinned) {
    this(run, untilOrNull, fromOrNull, fresh, sample, effects, rowsWanted, pinned, null);
  }

  /** Makes a recorded run's model anew; nothing that is kept is used but its sinks' tables. */
  public static PlanRequest rebuild(String run, Map<String, String> pinned, Rebuild rebuild) {
    return new PlanRequest(run, null, null, false, 1, false, false, pinned, rebuild);
  }

  /** Everything, reusing what is kept. */
  public static PlanRequest of(String run) {
    return new PlanRequest(run, null, null, false, 1, true, false, Map.of());
  }

  /** The rows of one stage, without effects. */
  public static PlanRequest show(String run, String stage, double sample) {
    return new PlanRequest(run, stage, null, false, sample, false, true, Map.of());
  }

  /** Only this stage and what it needs. */
  public Optional<String> until() {
    return Optional.ofNullable(untilOrNull);
  }

  /** The run whose model is made anew. */
  public Optional<Rebuild> rebuilding() {
    return Optional.ofNullable(rebuildOrNull);
  }

  /** Whether sinks give back what they wrote, rather than their inputs. */
  public boolean reopens() {
    return effects || rebuildOrNull != null;
  }

  /** This stage and all after it are done again. */
  public Optional<String> from() {
    return Optional.ofNullable(fromOrNull);
  }
}
