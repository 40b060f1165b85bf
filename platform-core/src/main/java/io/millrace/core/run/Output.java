package io.millrace.core.run;

import io.millrace.api.Model;
import io.millrace.core.pipeline.PipelineStage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a stage hands to those behind it, within one run. */
sealed interface Output<D> {
  /** Nothing in this run needs it. */
  record Unneeded<D>() implements Output<D> {}

  /** Frames. */
  record Frames<D>(Flow<D> flow) implements Output<D> {}

  /**
   * A trained model.
   *
   * @param trainer the stage that trained it, which names label and weight; a refiner is none
   * @param models one for each way of {@code input}
   * @param input the frames that it was trained on, and predicts
   */
  record Trained<D>(PipelineStage<D> trainer, List<Model<D>> models, Flow<D> input)
      implements Output<D> {
    public Trained {
      models = List.copyOf(models);
    }
  }

  /**
   * An evaluator's word.
   *
   * @param trainerOrNull the trainer whose model may go on; null if none may
   * @param metrics of that model, or of the first one if none may
   */
  record Judged<D>(@Nullable String trainerOrNull, Map<String, Double> metrics)
      implements Output<D> {
    Optional<String> trainer() {
      return Optional.ofNullable(trainerOrNull);
    }
  }

  /** The frames, which must be some. */
  default Flow<D> flow() {
    if (this instanceof Frames<D> frames) {
      return frames.flow();
    }
    throw new IllegalStateException("planned as needing no rows: " + this);
  }
}
