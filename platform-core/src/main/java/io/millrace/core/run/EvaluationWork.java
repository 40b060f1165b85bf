package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricName;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Predictions;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.pipeline.PipelineStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures models on the parts that an evaluator looks at. */
final class EvaluationWork<D> {
  /** The column that resamples draw rows by. */
  private static final String DRAWN_BY = "millrace_drawn_by";

  private EvaluationWork() {}

  /** The figures of a trained model: behind a fold splitter the means over the folds. */
  static <D> Evaluation evaluate(
      PipelineStage<D> stage,
      Output.Trained<D> trained,
      Engine<D> engine,
      StageContext<D> context) {
    Flow<D> input = trained.input();
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < input.judged().size(); i++) {
      context.checkCancelled();
      Model<D> model = trained.models().get(i);
      Parts<D> parts = input.judged().get(i);
      Part part = stage.settings().on().orElse(parts.evaluated());
      Trainer<D> trainer = (Trainer<D>) trained.trainer().stage();
      WayReplay<D> replay =
          new WayReplay<>(input.steps().get(i), parts, part, trainer, model, engine);
      boolean drawn = hasIntervals(stage);
      Predictions<D> predictions =
          new Predictions<>(
              drawn
                  ? replay.predict(engine.withContentHash(replay.rows(), DRAWN_BY, context.seed()))
                  : model.predict(parts.require(part)),
              trainer.label().orElse(null),
              trainer.weight().orElse(null),
              model.classes(),
              replay,
              drawn ? DRAWN_BY : null);
      evaluations.add(((Evaluator<D>) stage.stage()).evaluate(predictions, context));
    }
    return FoldMeans.of(evaluations);
  }

  /** The rows that an evaluator looks at. */
  static <D> D evaluated(PipelineStage<D> stage, Parts<D> parts) {
    return parts.require(stage.settings().on().orElse(parts.evaluated()));
  }

  private static <D> boolean hasIntervals(PipelineStage<D> stage) {
    return ((Evaluator<D>) stage.stage()).details().intervals();
  }

  /**
   * The figures of a registered version on the parts that a split yielded, drawn by the same hashes
   * as those of a model that was trained behind it; behind a fold splitter the means over the rows
   * that each fold holds out.
   *
   * @param trainer names the columns of label and weight
   */
  static <D> Evaluation evaluate(
      PipelineStage<D> stage,
      PipelineStage<D> trainer,
      LoadedPackage<D> version,
      Flow<D> split,
      Engine<D> engine,
      StageContext<D> context) {
    List<Evaluation> evaluations = new ArrayList<>();
    for (Parts<D> parts : split.judged()) {
      context.checkCancelled();
      D rows = evaluated(stage, parts);
      evaluations.add(evaluate(stage, trainer, version, rows, engine, context));
    }
    return FoldMeans.of(evaluations);
  }

  private static <D> Evaluation evaluate(
      PipelineStage<D> stage,
      PipelineStage<D> trainer,
      LoadedPackage<D> version,
      D rows,
      Engine<D> engine,
      StageContext<D> context) {
    D given = hasIntervals(stage) ? engine.withContentHash(rows, DRAWN_BY, context.seed()) : rows;
    D predicted = version.predictBehindSplit(given, engine);
    Trainer<D> truth = (Trainer<D>) trainer.stage();
    return ((Evaluator<D>) stage.stage())
        .evaluate(
            new Predictions<>(
                predicted,
                truth.label().orElse(null),
                truth.weight().orElse(null),
                version.classes(),
                null,
                engine.schema(predicted).has(DRAWN_BY) ? DRAWN_BY : null),
            context);
  }

  /** The figures of predictions without details: what a search compares trials by. */
  static <D> Map<String, Double> figures(
      PipelineStage<D> stage,
      PipelineStage<D> trainer,
      List<String> classes,
      D predicted,
      StageContext<D> context) {
    return ((Evaluator<D>) stage.stage())
        .withoutDetails()
        .evaluate(predictions(trainer, classes, predicted), context)
        .metrics();
  }

  /** Predictions with the names of label and weight. */
  static <D> Predictions<D> predictions(
      PipelineStage<D> trainer, List<String> classes, D predicted) {
    Trainer<D> truth = (Trainer<D>) trainer.stage();
    return new Predictions<>(
        predicted, truth.label().orElse(null), truth.weight().orElse(null), classes);
  }

  /**
   * The metric's specification, which the pipeline's check has seen.
   *
   * @param metric as {@link MetricName#text}
   */
  static <D> MetricSpec spec(PipelineStage<D> evaluator, String metric) {
    String plain = MetricName.parse(metric).map(MetricName::metric).orElse(metric);
    return ((Evaluator<D>) evaluator.stage())
        .metrics().stream()
            .filter(spec -> spec.name().equals(plain))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no metric '" + metric + "'"));
  }
}
