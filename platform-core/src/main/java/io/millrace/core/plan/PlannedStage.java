package io.millrace.core.plan;

import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.PipelineStage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do with a stage.
 *
 * @param stage the stage, with the options that a finished search chose
 * @param fingerprint the identity of what it yields
 * @param dataVersion an ingestor's version of its data; empty for all other stages, and where the
 *     source has none
 * @param action what the run would do
 * @param keptOrNull what is kept under the fingerprint, if it may be used
 * @param rowsFor the stages with work to do that need this stage's rows, in order
 * @param persistenceOrNull what is persisted of its frames
 */
public record PlannedStage<D>(
    PipelineStage<D> stage,
    String fingerprint,
    String dataVersion,
    Action action,
    @Nullable KeptOutput keptOrNull,
    List<String> rowsFor,
    @Nullable Persistence persistenceOrNull) {
  public PlannedStage {
    rowsFor = List.copyOf(rowsFor);
  }

  /** What a run does with a stage. */
  public enum Action {
    /** Reads, fits, writes, trains, evaluates or deploys. */
    WORK,
    /** What it yields is kept; where rows are needed, its frame is declared again. */
    REUSE,
    /** Not asked for: behind {@code --until}, or an effect in a run without effects. */
    SKIP
  }

  /** The stage's id. */
  public String id() {
    return stage.id();
  }

  /** What is kept under the fingerprint. */
  public Optional<KeptOutput> kept() {
    return Optional.ofNullable(keptOrNull);
  }

  /** What is persisted of its frames. */
  public Optional<Persistence> persistence() {
    return Optional.ofNullable(persistenceOrNull);
  }

  /** Whether the run must touch it at all. */
  public boolean isActive() {
    return action == Action.WORK || (action == Action.REUSE && !rowsFor.isEmpty());
  }
}
