package io.millrace.core.pipeline;

import io.millrace.api.AppliesTo;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The stages that frames pass on their way to a trainer: linear, so that it can be run again for
 * each fold.
 *
 * @param source the splitter, or without one the last stage that yields a whole frame
 * @param transformers between the source and the trainer, in order
 * @param trainer the trainer at its end
 */
public record TrainingWay<D>(
    PipelineStage<D> source, List<PipelineStage<D>> transformers, PipelineStage<D> trainer) {
  public TrainingWay {
    transformers = List.copyOf(transformers);
  }

  /** The way to a trainer. */
  public static <D> TrainingWay<D> to(PipelineStage<D> trainer, Pipeline<D> pipeline) {
    List<PipelineStage<D>> transformers = new ArrayList<>();
    PipelineStage<D> stage = onlyInput(trainer, pipeline);
    while (stage.kind() == StageKind.TRANSFORMER) {
      transformers.add(stage);
      stage = onlyInput(stage, pipeline);
    }
    Collections.reverse(transformers);
    return new TrainingWay<>(stage, transformers, trainer);
  }

  /** The transformers that a deployed model needs: those that apply to more than training rows. */
  public List<PipelineStage<D>> deployed() {
    return transformers.stream()
        .filter(stage -> ((Transformer<D>) stage.stage()).appliesTo() == AppliesTo.ALL)
        .toList();
  }

  /** Whether frames are split on this way. */
  public boolean isSplit() {
    return source.kind() == StageKind.SPLITTER;
  }

  private static <D> PipelineStage<D> onlyInput(PipelineStage<D> stage, Pipeline<D> pipeline) {
    return pipeline.stage(stage.inputs().values().iterator().next());
  }
}
