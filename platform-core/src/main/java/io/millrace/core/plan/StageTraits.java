package io.millrace.core.plan;

import io.millrace.api.ScoringDeployer;
import io.millrace.api.Sink;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import java.util.List;
import java.util.Optional;

/** Questions that planning and running ask of a stage, whatever its port. */
public final class StageTraits {
  private StageTraits() {}

  /**
   * Whether the stage has nothing to keep: its frame is declared again wherever rows are needed.
   *
   * @param effects whether sinks write in this run
   */
  public static boolean isLazy(PipelineStage<?> stage, boolean effects) {
    if (stage.settings().checkpoint()) {
      return false;
    }
    return switch (stage.kind()) {
      case INGESTOR, COMBINER, SPLITTER -> true;
      case TRANSFORMER -> !((Transformer<?>) stage.stage()).learns();
      case SINK -> !effects;
      case TRAINER, EVALUATOR, DEPLOYER -> false;
    };
  }

  /**
   * Whether declaring the stage's kept output again takes its inputs' rows.
   *
   * @param effects whether sinks write in this run
   */
  public static boolean reopensFromInputs(PipelineStage<?> stage, boolean effects) {
    if (stage.settings().checkpoint()) {
      return false;
    }
    return switch (stage.kind()) {
      case COMBINER, SPLITTER, TRANSFORMER, TRAINER -> true;
      case SINK -> !effects || ((Sink<?>) stage.stage()).handsOnInput();
      case INGESTOR, EVALUATOR, DEPLOYER -> false;
    };
  }

  /** Whether the rows that the stage's jobs write are those that it works on, and no state. */
  public static boolean writesRows(PipelineStage<?> stage) {
    return stage.settings().checkpoint() || stage.kind() == StageKind.SINK;
  }

  /** The stage whose frame a deployer scores with the package that it deploys. */
  public static Optional<String> scoredRows(PipelineStage<?> stage) {
    return stage.stage() instanceof ScoringDeployer
        ? Optional.ofNullable(stage.inputs().get(ScoringDeployer.ROWS))
        : Optional.empty();
  }

  /**
   * Whether a stage is a source that is only followed: its frame is never declared, and what it
   * holds may change between a run and its resumption.
   */
  public static <D> boolean isOnlyFollowed(PipelineStage<D> stage, Pipeline<D> pipeline) {
    List<PipelineStage<D>> readers = pipeline.readers(stage.id());
    return stage.kind() == StageKind.INGESTOR
        && !readers.isEmpty()
        && readers.stream().allMatch(reader -> reader.stage() instanceof StreamingDeployer);
  }

  /** Whether the stage's own work reads its inputs' rows. */
  public static boolean worksOnRows(PipelineStage<?> stage) {
    return stage.kind() != StageKind.INGESTOR && stage.kind() != StageKind.DEPLOYER;
  }
}
