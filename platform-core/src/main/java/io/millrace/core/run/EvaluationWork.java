package io.millrace.core.run;

import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Parts;
import io.millrace.api.Predictions;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.core.pipeline.PipelineStage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures models on the parts that an evaluator looks at. */
final class EvaluationWork<D> {
  private EvaluationWork() {}

  /** The figures of a trained model: behind a fold splitter the means over the folds. */
  static <D> Evaluation evaluate(
      PipelineStage<D> stage, Output.Trained<D> trained, StageContext<D> context) {
    Flow<D> input = trained.input();
    int count = input.folds() ? input.ways().size() - 1 : 1;
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      context.checkCancelled();
      Model<D> model = trained.models().get(i);
      D predicted = model.predict(evaluated(stage, input.ways().get(i)));
      evaluations.add(evaluate(stage, trained.trainer(), model.classes(), predicted, context));
    }
    return mean(evaluations);
  }

  /** The rows that an evaluator looks at. */
  static <D> D evaluated(PipelineStage<D> stage, Parts<D> parts) {
    return parts.require(stage.settings().on().orElse(parts.evaluated()));
  }

  /**
   * The figures of predictions.
   *
   * @param trainer names the columns of label and weight
   */
  static <D> Evaluation evaluate(
      PipelineStage<D> stage,
      PipelineStage<D> trainer,
      List<String> classes,
      D predicted,
      StageContext<D> context) {
    Trainer<D> truth = (Trainer<D>) trainer.stage();
    Predictions<D> predictions =
        new Predictions<>(
            predicted, truth.label().orElse(null), truth.weight().orElse(null), classes);
    return ((Evaluator<D>) stage.stage()).evaluate(predictions, context);
  }

  /** The metric's specification, which the pipeline's check has seen. */
  static <D> MetricSpec spec(PipelineStage<D> evaluator, String metric) {
    return ((Evaluator<D>) evaluator.stage())
        .metrics().stream()
            .filter(spec -> spec.name().equals(metric))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no metric '" + metric + "'"));
  }

  private static Evaluation mean(List<Evaluation> evaluations) {
    if (evaluations.size() == 1) {
      return evaluations.get(0);
    }
    Map<String, Double> means = new LinkedHashMap<>();
    for (String metric : evaluations.get(0).metrics().keySet()) {
      means.put(
          metric,
          evaluations.stream().mapToDouble(e -> e.metrics().get(metric)).average().orElseThrow());
    }
    return new Evaluation(means);
  }
}
