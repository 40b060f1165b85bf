package io.millrace.core.run;

import io.millrace.api.AppliesTo;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.Transformer;
import io.millrace.api.store.StateDirectory;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.plan.PlannedStage.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The work of stages that learn: transformers and trainers, once for each way. */
final class LearningWork<D> {
  private static final String FIT_AGAIN = "fitAgain";

  private final Workbench<D> bench;
  private final RunMemory<D> memory;

  LearningWork(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
  }

  /** Fits a transformer and applies it, or loads what it learnt and applies that. */
  Flow<D> transform(PlannedStage<D> planned, Flow<D> input, StageNotes<D> context) {
    Transformer<D> transformer = (Transformer<D>) planned.stage().stage();
    if (!transformer.learns()) {
      return applyEach(transformer, fitEach(transformer, input, context), input);
    }
    List<Fit<D>> fits =
        planned.action() == Action.REUSE
            ? loadEach(transformer, planned, input, context)
            : fitAndKeep(transformer, planned, input, context);
    return applyEach(transformer, fits, input);
  }

  /** Trains a model on each way, or loads what was trained. */
  Output.Trained<D> train(PlannedStage<D> planned, Flow<D> input, StageNotes<D> context) {
    Trainer<D> trainer = (Trainer<D>) planned.stage().stage();
    if (planned.action() == Action.REUSE) {
      List<Model<D>> models =
          bench.kept().states(planned.kept().orElseThrow()).stream().map(trainer::load).toList();
      return new Output.Trained<>(planned.stage(), models, input);
    }
    List<Model<D>> models = new ArrayList<>();
    for (Parts<D> parts : input.ways()) {
      context.checkCancelled();
      models.add(trainer.train(trainingData(parts, input.folds()), context));
    }
    List<KeptState.Saved> saved = models.stream().<KeptState.Saved>map(m -> m::save).toList();
    Map<String, String> facts =
        new LinkedHashMap<>(ClassNames.facts(models.get(models.size() - 1).classes()));
    facts.putAll(TableFacts.among(context.facts()));
    bench.kept().keepStates(planned.id(), planned.fingerprint(), saved, facts);
    return new Output.Trained<>(planned.stage(), models, input);
  }

  /** What a trainer may see of parts: the held-out rows of a fold judge it, so they don't. */
  private static <D> TrainingData<D> trainingData(Parts<D> parts, boolean folds) {
    return folds
        ? TrainingData.of(parts.train())
        : new TrainingData<>(parts.train(), parts.part(Part.VALIDATION).orElse(null));
  }

  /** Puts the parts that a transformer applies to through what it learnt. */
  static <D> Parts<D> apply(PipelineStage<D> stage, Fit<D> fit, Parts<D> parts) {
    return apply((Transformer<D>) stage.stage(), fit, parts);
  }

  private static <D> Parts<D> apply(Transformer<D> transformer, Fit<D> fit, Parts<D> parts) {
    D train = fit.trainOutput().orElseGet(() -> fit.fitted().apply(parts.train()));
    Parts<D> others =
        transformer.appliesTo() == AppliesTo.TRAINING ? parts : applyToOthers(fit.fitted(), parts);
    return others.with(Part.TRAIN, train);
  }

  private static <D> Parts<D> applyToOthers(FittedTransformer<D> fitted, Parts<D> parts) {
    Parts<D> result = parts;
    for (Part part : parts.frames().keySet()) {
      if (part != Part.TRAIN) {
        result = result.with(part, fitted.apply(parts.require(part)));
      }
    }
    return result;
  }

  private Flow<D> applyEach(Transformer<D> transformer, List<Fit<D>> fits, Flow<D> input) {
    List<Parts<D>> ways = new ArrayList<>();
    List<List<Flow.Step<D>>> steps = new ArrayList<>();
    for (int i = 0; i < fits.size(); i++) {
      Parts<D> before = input.ways().get(i);
      ways.add(apply(transformer, fits.get(i), before));
      List<Flow.Step<D>> gone = new ArrayList<>(input.steps().get(i));
      gone.add(new Flow.Step<>(transformer, fits.get(i).fitted(), before));
      steps.add(gone);
    }
    return new Flow<>(input.split(), ways, steps);
  }

  private List<Fit<D>> fitEach(Transformer<D> transformer, Flow<D> input, StageContext<D> context) {
    List<Fit<D>> fits = new ArrayList<>();
    for (Parts<D> parts : input.ways()) {
      context.checkCancelled();
      fits.add(transformer.fit(parts.train(), context));
    }
    return fits;
  }

  private List<Fit<D>> fitAndKeep(
      Transformer<D> transformer, PlannedStage<D> planned, Flow<D> input, StageNotes<D> context) {
    List<Fit<D>> fits = new PassWork<>(bench, memory).fit(planned, input, context);
    List<KeptState.Saved> saved =
        fits.stream().<KeptState.Saved>map(fit -> fit.fitted()::save).toList();
    // Rows that differ from what the fitted transformer gives can't be had from its state alone.
    boolean fitsAgain = fits.stream().anyMatch(fit -> fit.trainOutput().isPresent());
    Map<String, String> facts = Map.of(FIT_AGAIN, Boolean.toString(fitsAgain));
    bench.kept().keepStates(planned.id(), planned.fingerprint(), saved, facts);
    return fits;
  }

  private List<Fit<D>> loadEach(
      Transformer<D> transformer, PlannedStage<D> planned, Flow<D> input, StageNotes<D> context) {
    KeptOutput kept = planned.kept().orElseThrow();
    if (Boolean.parseBoolean(kept.facts().get(FIT_AGAIN))) {
      return fitEach(transformer, input, context);
    }
    List<StateDirectory> states = bench.kept().states(kept);
    return states.stream().map(state -> Fit.of(transformer.load(state))).toList();
  }
}
