package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.FittedTransformer;
import io.millrace.api.Model;
import io.millrace.api.Refiner;
import io.millrace.api.StockExport;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.StateDirectory;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.model.StockForm;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.PlannedStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The stock form of a package's steps. It is kept by what the steps learnt: a package that differs
 * in nothing but its name or its figures takes the same again, and no engine starts for it.
 */
final class StockWork<D> {
  /** The fact that tells whether there is a stock form. */
  private static final String FACT = "sparkml";

  private static final String DIRECTORY = "pipeline";

  private final Workbench<D> bench;
  private final Function<PipelineStage<D>, Optional<Path>> state;

  /**
   * Work on one deployment.
   *
   * @param state finds what a stage saved
   */
  StockWork(Workbench<D> bench, Function<PipelineStage<D>, Optional<Path>> state) {
    this.bench = bench;
    this.state = state;
  }

  /** The directory of the stock pipeline; empty if there can be none, which a fact explains. */
  Optional<Path> directory(PlannedStage<D> planned, PackagePath<D> path, StageNotes<D> context) {
    Optional<String> obstacle = StockForm.obstacle(path);
    if (obstacle.isPresent()) {
      return none(obstacle.get(), context);
    }
    String fingerprint =
        Fingerprints.ofStockForm(
            StockForm.stages(path).stream()
                .map(stage -> bench.plan().stage(stage.id()).fingerprint())
                .toList());
    Optional<KeptOutput> kept =
        bench
            .services()
            .journal()
            .kept(fingerprint)
            .filter(output -> bench.services().artifacts().exists(output.artifact()));
    if (kept.isPresent()) {
      return found(kept.get(), context);
    }
    Engine<D> engine = bench.engine(planned.id());
    if (!(engine instanceof StockExport<?>)) {
      return none("the engine writes none", context);
    }
    return write(planned, path, fingerprint, engine, context);
  }

  @SuppressWarnings("unchecked") // An engine exports what its own frames are put through.
  private Optional<Path> write(
      PlannedStage<D> planned,
      PackagePath<D> path,
      String fingerprint,
      Engine<D> engine,
      StageNotes<D> context) {
    StockExport<D> export = (StockExport<D>) engine;
    try {
      KeptOutput kept =
          engine.inStage(
              planned.id(),
              () ->
                  bench
                      .kept()
                      .keepFiles(
                          planned.id(),
                          fingerprint,
                          FACT,
                          Map.of(),
                          directory -> write(path, export, directory, context)));
      return found(kept, context);
    } catch (Exception e) {
      return refusedOrThrown(engine.explain(e), context);
    }
  }

  /** Storage that a cluster does not share is no reason to deploy nothing. */
  private Optional<Path> refusedOrThrown(MillraceException failure, StageNotes<D> context) {
    if (failure.code() == StandardError.NOT_SERVABLE) {
      return none(String.valueOf(failure.getMessage()), context);
    }
    if (failure.code() != StandardError.STORAGE_FAILED) {
      throw failure;
    }
    context.warn("the model package has no sparkml/: " + failure.getMessage());
    return none("it could not be written", context);
  }

  private void write(
      PackagePath<D> path, StockExport<D> export, Path directory, StageNotes<D> context)
      throws IOException {
    List<FittedTransformer<D>> steps = new ArrayList<>();
    for (PipelineStage<D> step : path.steps()) {
      steps.add(((Transformer<D>) step.stage()).load(learnt(step, context)));
    }
    PipelineStage<D> trainer = path.way().trainer();
    Model<D> model = ((Trainer<D>) trainer.stage()).load(learnt(trainer, context));
    for (PipelineStage<D> refiner : path.way().refiners()) {
      model = ((Refiner<D>) refiner.stage()).load(model, learnt(refiner, context));
    }
    export.writeStock(path.unlabelled(), steps, model, directory.resolve(DIRECTORY));
  }

  /** A stage that learns nothing saved nothing; it loads from an empty directory. */
  private StateDirectory learnt(PipelineStage<D> stage, StageNotes<D> context) throws IOException {
    Optional<Path> saved = state.apply(stage);
    return new StateDirectory(
        saved.isPresent()
            ? saved.get()
            : Files.createDirectories(context.scratch().resolve("nothing-learnt")));
  }

  private Optional<Path> found(KeptOutput kept, StageNotes<D> context) {
    context.fact(FACT, "yes");
    return Optional.of(bench.kept().open(kept).resolve(DIRECTORY));
  }

  private Optional<Path> none(String why, StageNotes<D> context) {
    context.fact(FACT, "none: " + why);
    return Optional.empty();
  }
}
