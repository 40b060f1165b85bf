package io.millrace.core.run;

import io.millrace.api.Fit;
import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Predictions;
import io.millrace.api.Refiner;
import io.millrace.api.Splitter;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.Transformer;
import io.millrace.api.store.StateDirectory;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.plan.PlannedStage.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The work of a trainer that refines another one's model. It sees rows that the model has not
 * learnt from: the validation part, or the training rows fold by fold, each predicted by a model
 * that core trains without it.
 */
final class RefiningWork<D> {
  private static final String FOLDS = "split/k-fold";

  private final Workbench<D> bench;
  private final RunMemory<D> memory;

  RefiningWork(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
  }

  /** Refines the model of each way, or loads what was found. */
  Output.Trained<D> refine(
      PlannedStage<D> planned, Output.Trained<D> trained, StageNotes<D> context) {
    Refiner<D> refiner = (Refiner<D>) planned.stage().stage();
    List<Model<D>> models = new ArrayList<>();
    if (planned.action() == Action.REUSE) {
      List<StateDirectory> states = bench.kept().states(planned.kept().orElseThrow());
      for (int i = 0; i < states.size(); i++) {
        models.add(refiner.load(trained.models().get(i), states.get(i)));
      }
      return new Output.Trained<>(trained.trainer(), models, trained.input());
    }
    TrainingWay<D> way = TrainingWay.to(planned.stage(), bench.plan().pipeline());
    for (int i = 0; i < trained.models().size(); i++) {
      context.checkCancelled();
      Model<D> model = trained.models().get(i);
      List<Predictions<D>> unseen =
          way.holdsOut()
              ? List.of(predictions(way, model, trained.input().ways().get(i)))
              : outOfFold(planned, way, i, context);
      models.add(refiner.refine(model, unseen, context));
    }
    List<KeptState.Saved> saved = models.stream().<KeptState.Saved>map(m -> m::save).toList();
    Map<String, String> facts = ClassNames.facts(models.get(models.size() - 1).classes());
    bench.kept().keepStates(planned.id(), planned.fingerprint(), saved, facts);
    return new Output.Trained<>(trained.trainer(), models, trained.input());
  }

  /** What a model says of a validation part. */
  private Predictions<D> predictions(TrainingWay<D> way, Model<D> model, Parts<D> parts) {
    D predicted = model.predict(parts.require(Part.VALIDATION));
    return EvaluationWork.predictions(way.trainer(), model.classes(), predicted);
  }

  private List<Predictions<D>> outOfFold(
      PlannedStage<D> planned, TrainingWay<D> way, int index, StageNotes<D> context) {
    Parts<D> parts = memory.output(way.source().id()).flow().ways().get(index);
    Map<String, Object> options = new HashMap<>();
    options.put("k", ((Refiner<D>) planned.stage().stage()).folds());
    if (way.source().stage() instanceof Splitter<D> split && !split.groups().isEmpty()) {
      options.put("keys", split.groups());
    }
    Splitter<D> splitter = (Splitter<D>) bench.services().resolver().stage(FOLDS, options);
    try (TrialWarnings warnings = new TrialWarnings(bench.listener())) {
      StageNotes<D> notes =
          bench.trialContext(planned.id() + ".folds", planned.fingerprint(), warnings);
      List<Predictions<D>> unseen = new ArrayList<>();
      for (Parts<D> fold : splitter.split(Map.of("input", parts.train()), notes)) {
        context.checkCancelled();
        unseen.add(predictedFold(planned, way, fold, warnings));
      }
      return unseen;
    }
  }

  /** The whole way is gone again without the fold's rows, its transformers included. */
  private Predictions<D> predictedFold(
      PlannedStage<D> planned, TrainingWay<D> way, Parts<D> fold, TrialWarnings warnings) {
    Parts<D> parts = fold;
    for (PipelineStage<D> stage : way.transformers()) {
      Fit<D> fit =
          ((Transformer<D>) stage.stage())
              .fit(parts.train(), bench.trialContext(stage.id(), planned.fingerprint(), warnings));
      parts = LearningWork.apply(stage, fit, parts);
    }
    Trainer<D> trainer = (Trainer<D>) way.trainer().stage();
    // The fold is what is to be predicted: early stopping must not look at it.
    Model<D> model =
        trainer.train(
            TrainingData.of(parts.train()),
            bench.trialContext(way.trainer().id(), planned.fingerprint(), warnings));
    for (PipelineStage<D> earlier : way.refiners()) {
      if (earlier.id().equals(planned.id())) {
        break;
      }
      model = refinedAs(earlier, model);
    }
    return predictions(way, model, parts);
  }

  /** As an earlier refiner decided for the model of all rows. */
  private Model<D> refinedAs(PipelineStage<D> refiner, Model<D> model) {
    PlannedStage<D> planned = bench.plan().stage(refiner.id());
    StateDirectory state =
        bench
            .services()
            .journal()
            .kept(planned.fingerprint())
            .map(kept -> bench.kept().states(kept))
            .map(states -> states.get(states.size() - 1))
            .orElseThrow();
    return ((Refiner<D>) refiner.stage()).load(model, state);
  }
}
