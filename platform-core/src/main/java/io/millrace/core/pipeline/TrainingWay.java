package io.millrace.core.pipeline;

import io.millrace.api.AppliesTo;
import io.millrace.api.Part;
import io.millrace.api.Refiner;
import io.millrace.api.Splitter;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The stages that frames pass on their way to a trainer: linear, so that it can be run again for
 * each fold.
 *
 * @param source the splitter, or without one the last stage that yields a whole frame
 * @param transformers between the source and the trainer, in order
 * @param trainer the trainer at its end
 * @param refiners that refine its model one after another, in order
 */
public record TrainingWay<D>(
    PipelineStage<D> source,
    List<PipelineStage<D>> transformers,
    PipelineStage<D> trainer,
    List<PipelineStage<D>> refiners) {
  public TrainingWay {
    transformers = List.copyOf(transformers);
    refiners = List.copyOf(refiners);
  }

  /** The way to a trainer, or to a refiner of its model. */
  public static <D> TrainingWay<D> to(PipelineStage<D> last, Pipeline<D> pipeline) {
    List<PipelineStage<D>> refiners = new ArrayList<>();
    PipelineStage<D> trainer = last;
    while (trainer.stage() instanceof Refiner) {
      refiners.add(trainer);
      trainer = onlyInput(trainer, pipeline);
    }
    Collections.reverse(refiners);
    List<PipelineStage<D>> transformers = new ArrayList<>();
    PipelineStage<D> stage = onlyInput(trainer, pipeline);
    while (stage.kind() == StageKind.TRANSFORMER) {
      transformers.add(stage);
      stage = onlyInput(stage, pipeline);
    }
    Collections.reverse(transformers);
    return new TrainingWay<>(stage, transformers, trainer, refiners);
  }

  /** The transformers that a deployed model needs: those that apply to more than training rows. */
  public List<PipelineStage<D>> deployed() {
    return transformers.stream()
        .filter(stage -> ((Transformer<D>) stage.stage()).appliesTo() == AppliesTo.ALL)
        .toList();
  }

  /**
   * Whether the split yields validation rows that evaluators don't judge by: what refines a model
   * may learn from those. Without a test part evaluators look at the validation part.
   */
  public boolean holdsOut() {
    return source.stage() instanceof Splitter<D> splitter
        && !splitter.folds()
        && splitter.parts().containsAll(Set.of(Part.VALIDATION, Part.TEST));
  }

  /** Whether frames are split on this way. */
  public boolean isSplit() {
    return source.kind() == StageKind.SPLITTER;
  }

  private static <D> PipelineStage<D> onlyInput(PipelineStage<D> stage, Pipeline<D> pipeline) {
    return pipeline.stage(stage.inputs().values().iterator().next());
  }
}
