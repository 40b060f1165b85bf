package io.millrace.core.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A search for better options of a trainer and of the transformers between it and the split.
 *
 * @param evaluator the id of the evaluator downstream that judges
 * @param metric the metric it judges by
 * @param folds the splitter that makes folds of the training rows; its only input is {@code input}
 * @param space the values to try, by option, in the order of the file; options of the trainer and
 *     of the transformers before it
 */
public record Tuning<D>(
    String evaluator, String metric, PipelineStage<D> folds, Map<Option, List<Object>> space) {
  public Tuning {
    space = Collections.unmodifiableMap(new LinkedHashMap<>(space));
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
