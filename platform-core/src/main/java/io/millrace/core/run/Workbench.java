package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.StageFigures;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.StageTraits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the work on all stages of a run shares.
 *
 * @param plan the plan being carried out
 * @param services the stores
 * @param engines starts the engine
 * @param kept keeps what stages yield
 * @param listener hears what happens
 * @param cancelled whether the run should stop
 * @param notes what each stage noted
 */
record Workbench<D>(
    Plan<D> plan,
    RunServices<D> services,
    EngineSource<D> engines,
    KeptState kept,
    RunListener listener,
    BooleanSupplier cancelled,
    Map<String, StageNotes<D>> notes) {
  Workbench(
      Plan<D> plan,
      RunServices<D> services,
      EngineSource<D> engines,
      KeptState kept,
      RunListener listener,
      BooleanSupplier cancelled) {
    this(plan, services, engines, kept, listener, cancelled, new ConcurrentHashMap<>());
  }

  /** The engine, started for the sake of a stage. */
  Engine<D> engine(String stage) {
    return engines.engine(stage, listener);
  }

  /** The context for a stage's calls. */
  StageNotes<D> context(String stage, String fingerprint) {
    return notes.computeIfAbsent(
        stage, id -> notes(id, fingerprint, message -> listener.warned(id, message)));
  }

  /** A context for calls of a stage within a search: what it notes there is nobody's. */
  StageNotes<D> trialContext(String stage, String fingerprint, TrialWarnings warnings) {
    return notes(stage, fingerprint, message -> warnings.add(stage, message));
  }

  private StageNotes<D> notes(String stage, String fingerprint, Consumer<String> warnings) {
    return new StageNotes<>(
        new EffectKey(plan.request().run(), stage, fingerprint),
        Fingerprints.seed(plan.pipeline().seed(), stage),
        services,
        cancelled,
        warnings,
        (model, alias) -> plan.judgedAgainst(stage, model, alias));
  }

  /** What the engine did for a stage, with the rows that the stage noted. */
  StageFigures figures(PipelineStage<D> stage) {
    StageFigures counted =
        engines.started().map(engine -> engine.figures(stage.id())).orElse(StageFigures.NONE);
    StageFigures figures = StageTraits.writesRows(stage) ? counted : counted.withRows(-1);
    StageNotes<D> found = notes.get(stage.id());
    return found == null ? figures : found.completed(figures);
  }

  /** What a stage noted. */
  Map<String, String> facts(String stage) {
    StageNotes<D> found = notes.get(stage);
    return found == null ? Map.of() : found.facts();
  }
}
