package io.millrace.core.run;

import io.millrace.api.BatchScoring;
import io.millrace.api.Deployer;
import io.millrace.api.Engine;
import io.millrace.api.ExportForm;
import io.millrace.api.FittedTransformer;
import io.millrace.api.Model;
import io.millrace.api.Refiner;
import io.millrace.api.ScoringDeployer;
import io.millrace.api.StageContext;
import io.millrace.api.StageKind;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.Column;
import io.millrace.api.store.StateDirectory;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.model.LearntPath;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.model.PackageBuilder;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.score.BatchWork;
import io.millrace.model.GoldenRows;
import io.millrace.model.Lineage;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackagePart;
import io.millrace.model.ReferenceProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The work of a deployer: the model package is built from what was kept, then deployed, once. */
final class DeployWork<D> {
  private final Workbench<D> bench;
  private final RunMemory<D> memory;

  DeployWork(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
  }

  /**
   * Deploys.
   *
   * @param trainer the stage whose model goes on; its figures are those that the run remembers
   */
  Receipt deploy(PlannedStage<D> planned, String trainer, StageNotes<D> context) {
    Journal journal = bench.services().journal();
    EffectKey key = context.effect();
    Optional<Receipt> done = journal.effect(key);
    if (done.isPresent()) {
      return finish(planned, done.get());
    }
    PackagePath<D> path = path(planned, trainer);
    Path directory = buildPackage(planned, trainer, path, parts(planned, trainer, path, context));
    keepFiguresAsChampion(planned, trainer, ModelPackage.read(directory).packageHash());
    journal.intend(key);
    Receipt receipt = deploy(planned, directory, context);
    journal.done(key, receipt);
    return finish(planned, receipt);
  }

  private Receipt deploy(PlannedStage<D> planned, Path directory, StageNotes<D> context) {
    if (!(planned.stage().stage() instanceof ScoringDeployer<D> deployer)) {
      return ((Deployer<D>) planned.stage().stage()).deploy(directory, context);
    }
    Engine<D> engine = bench.engine(planned.id());
    try {
      return engine.inStage(
          planned.id(),
          () -> deployer.deploy(directory, scoring(planned, directory, engine), context));
    } catch (Exception e) {
      throw engine.explain(e);
    }
  }

  private BatchScoring<D> scoring(PlannedStage<D> planned, Path directory, Engine<D> engine) {
    LoadedPackage<D> loaded =
        LoadedPackage.load(ModelPackage.read(directory), bench.services().resolver());
    String rows = planned.stage().inputs().get(ScoringDeployer.ROWS);
    if (rows == null) {
      throw new IllegalStateException("a scoring deployer has rows");
    }
    return new BatchWork<>(
        bench.services().world(), engine, loaded, null, () -> memory.output(rows).flow().frame());
  }

  private Receipt finish(PlannedStage<D> planned, Receipt receipt) {
    bench.kept().keep(planned.id(), planned.fingerprint(), receipt.facts());
    return receipt;
  }

  /**
   * Builds the package of a model that is made anew, around the rows that the registered one was
   * tried with: its frames may start behind them.
   */
  Path rebuild(
      PlannedStage<D> planned, String trainer, StageNotes<D> context, ModelPackage registered) {
    PackagePath<D> path = path(planned, trainer);
    Supplier<LearntPath<D>> learnt = () -> learnt(path, context);
    Map<PackagePart, Path> parts = forms(planned, path, learnt, context);
    registered.part(PackagePart.PROFILE).ifPresent(file -> parts.put(PackagePart.PROFILE, file));
    GoldenRows before = GoldenRows.of(registered);
    if (!before.rows().isEmpty()) {
      GoldenWork<D> golden = new GoldenWork<>(bench, memory, planned, path, learnt);
      parts.put(PackagePart.GOLDEN, golden.file(before, context));
    }
    return buildPackage(planned, trainer, path, parts);
  }

  private PackagePath<D> path(PlannedStage<D> planned, String trainer) {
    Deployer<D> deployer = (Deployer<D>) planned.stage().stage();
    Pipeline<D> pipeline = bench.plan().pipeline();
    return PackagePath.of(deployer.target(), pipeline.stage(trainer), pipeline);
  }

  private Path buildPackage(
      PlannedStage<D> planned, String trainer, PackagePath<D> path, Map<PackagePart, Path> parts) {
    Deployer<D> deployer = (Deployer<D>) planned.stage().stage();
    Pipeline<D> pipeline = bench.plan().pipeline();
    PackageBuilder.About about =
        new PackageBuilder.About(
            deployer.target().model(),
            pipeline.name(),
            bench.plan().request().run(),
            Instant.now(),
            ClassNames.of(kept(pipeline.stage(trainer)).orElseThrow().facts()),
            memory.metrics(),
            lineage());
    String name =
        "runs/%s/package/%s-%s"
            .formatted(
                bench.plan().request().run(), planned.id(), planned.fingerprint().substring(0, 12));
    PackageBuilder<D> builder = new PackageBuilder<>(this::state, bench.services().plugin());
    bench
        .services()
        .artifacts()
        .publish(name, directory -> builder.build(directory, path, about, parts));
    return bench.services().artifacts().open(name);
  }

  private Map<PackagePart, Path> parts(
      PlannedStage<D> planned, String trainer, PackagePath<D> path, StageNotes<D> context) {
    Supplier<LearntPath<D>> learnt = () -> learnt(path, context);
    Map<PackagePart, Path> parts = forms(planned, path, learnt, context);
    parts.put(PackagePart.GOLDEN, new GoldenWork<>(bench, memory, planned, path, learnt).file());
    parts.put(PackagePart.PROFILE, written(profile(planned, trainer, path), context));
    return parts;
  }

  private Map<PackagePart, Path> forms(
      PlannedStage<D> planned,
      PackagePath<D> path,
      Supplier<LearntPath<D>> learnt,
      StageNotes<D> context) {
    FormWork<D> forms = new FormWork<>(bench, planned, path, learnt, context);
    Map<PackagePart, Path> parts = new EnumMap<>(PackagePart.class);
    forms.part(ExportForm.SPARK_ML).ifPresent(stock -> parts.put(PackagePart.SPARK_ML, stock));
    forms.part(ExportForm.SCORING).ifPresent(steps -> parts.put(PackagePart.SCORING, steps));
    return parts;
  }

  private ReferenceProfile profile(PlannedStage<D> planned, String trainer, PackagePath<D> path) {
    ReferenceWork<D> references = new ReferenceWork<>(bench, memory);
    Set<String> taken = path.signature().stream().map(Column::name).collect(Collectors.toSet());
    FrameProfile all = references.inputs(planned.id(), bench.plan().reference(planned.id()));
    FrameProfile inputs =
        new FrameProfile(all.rows(), all.columns().stream().filter(c -> c.isOf(taken)).toList());
    return new ReferenceProfile(inputs, references.predictions(trainer, planned).orElse(null));
  }

  private static Path written(ReferenceProfile profile, StageContext<?> context) {
    Path file = context.scratch().resolve("profile.json");
    try {
      profile.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private LearntPath<D> learnt(PackagePath<D> path, StageNotes<D> context) {
    List<FittedTransformer<D>> steps =
        path.steps().stream()
            .map(step -> ((Transformer<D>) step.stage()).load(saved(step, context)))
            .toList();
    PipelineStage<D> trainer = path.way().trainer();
    Model<D> model = ((Trainer<D>) trainer.stage()).load(saved(trainer, context));
    for (PipelineStage<D> refiner : path.way().refiners()) {
      model = ((Refiner<D>) refiner.stage()).load(model, saved(refiner, context));
    }
    return new LearntPath<>(steps, model);
  }

  /** A stage that learns nothing saved nothing; it loads from an empty directory. */
  private StateDirectory saved(PipelineStage<D> stage, StageNotes<D> context) {
    return new StateDirectory(
        state(stage)
            .orElseGet(
                () -> {
                  try {
                    return Files.createDirectories(context.scratch().resolve("nothing-learnt"));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
  }

  private Optional<Path> state(PipelineStage<D> stage) {
    return kept(stage).filter(kept -> !kept.artifact().isEmpty()).map(this::lastState);
  }

  private Optional<KeptOutput> kept(PipelineStage<D> stage) {
    return bench.services().journal().kept(bench.plan().stage(stage.id()).fingerprint());
  }

  private Path lastState(KeptOutput kept) {
    try {
      return bench.kept().lastState(kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Lineage lineage() {
    Map<String, Long> tables = new HashMap<>();
    for (PlannedStage<D> planned : bench.plan().stages()) {
      if (planned.stage().kind() == StageKind.SINK) {
        planned
            .kept()
            .or(() -> bench.services().journal().kept(planned.fingerprint()))
            .map(KeptOutput::facts)
            .filter(facts -> facts.containsKey("table") && facts.containsKey("version"))
            .ifPresent(facts -> tables.put(facts.get("table"), Long.valueOf(facts.get("version"))));
      }
    }
    return new Lineage(bench.plan().dataVersions(), tables);
  }

  /**
   * Once this package is the champion, an unchanged run must know its figures on the same rows
   * without predicting them: they are those that it was just judged by.
   */
  private void keepFiguresAsChampion(PlannedStage<D> planned, String trainer, String packageHash) {
    Pipeline<D> pipeline = bench.plan().pipeline();
    PipelineStage<D> judge = pipeline.stage(planned.stage().inputs().values().iterator().next());
    if (judge.kind() != StageKind.EVALUATOR) {
      return;
    }
    String source = TrainingWay.to(pipeline.stage(trainer), pipeline).source().id();
    String fingerprint =
        Fingerprints.ofPackageFigures(judge, packageHash, bench.plan().stage(source).fingerprint());
    KeptFigures figures = new KeptFigures(bench.kept());
    bench
        .services()
        .journal()
        .kept(bench.plan().stage(judge.id()).fingerprint())
        .map(kept -> figures.read(kept, trainer))
        .ifPresent(found -> figures.keepOne(judge.id(), fingerprint, found));
  }
}
