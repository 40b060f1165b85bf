package io.millrace.core.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A search for better options of a trainer and of the transformers between it and the split.
 *
 * @param evaluator the id of the evaluator downstream that judges
 * @param metric the metric it judges by
 * @param folds the splitter that makes folds of the training rows; its only input is {@code input}
 * @param space what is varied, in the order of the file: options of the trainer and of the
 *     transformers before it
 * @param search how it is varied
 * @param candidates other algorithms that may take the trainer's place; {@link #USE} is varied if
 *     there are any
 */
public record Tuning<D>(
    String evaluator,
    String metric,
    PipelineStage<D> folds,
    List<Axis> space,
    SearchSettings search,
    List<PipelineStage<D>> candidates) {
  /** The name under which a space varies the algorithm: as if it were an option of the trainer. */
  public static final String USE = "use";

  public Tuning {
    space = List.copyOf(space);
    candidates = List.copyOf(candidates);
  }

  /** The trainer with each algorithm that it may have; the first as the file has it. */
  public List<PipelineStage<D>> algorithms(PipelineStage<D> trainer) {
    List<PipelineStage<D>> algorithms = new ArrayList<>(List.of(trainer));
    candidates.forEach(candidate -> algorithms.add(trainer.as(candidate)));
    return algorithms;
  }

  /**
   * A stage with values that the search chose for it.
   *
   * @param stage as the file has it
   * @param values by option; {@link #USE} names a trainer's algorithm
   */
  public PipelineStage<D> chosen(PipelineStage<D> stage, Map<String, Object> values) {
    Object use = candidates.isEmpty() ? null : values.get(USE);
    Map<String, Object> options = new LinkedHashMap<>(values);
    if (use == null) {
      return stage.withOptions(options);
    }
    options.remove(USE);
    return algorithms(stage).stream()
        .filter(algorithm -> algorithm.use().equals(use))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no candidate '" + use + "'"))
        .withOptions(options);
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
