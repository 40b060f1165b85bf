package io.millrace.core.pipeline;

import java.util.List;

/**
 * A search for better options of a trainer and of the transformers between it and the split.
 *
 * @param evaluator the id of the evaluator downstream that judges
 * @param metric the metric it judges by
 * @param folds the splitter that makes folds of the training rows; its only input is {@code input}
 * @param space what is varied, in the order of the file: options of the trainer and of the
 *     transformers before it
 * @param search how it is varied
 */
public record Tuning<D>(
    String evaluator,
    String metric,
    PipelineStage<D> folds,
    List<Axis> space,
    SearchSettings search) {
  public Tuning {
    space = List.copyOf(space);
  }

  /**
   * An option of a stage.
   *
   * @param stage the stage's id
   * @param name the option's name
   */
  public record Option(String stage, String name) {
    /** As files write it: {@code imputed.strategy}. */
    public String text() {
      return stage + "." + name;
    }
  }
}
