package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.ExportForm;
import io.millrace.api.StockExport;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.model.LearntPath;
import io.millrace.core.model.PackageBuilder;
import io.millrace.core.model.PackageForms;
import io.millrace.core.model.ScoringExporter;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.PlannedStage;
import io.millrace.model.PackagePart;
import io.millrace.model.scoring.ScoringFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One form of a package's steps, for programs that know nothing of this platform, or nothing of the
 * engine. It is kept by what the steps learnt: a package that differs in nothing but its name or
 * its figures takes the same again, and no engine starts for it.
 */
final class FormWork<D> {
  private static final String DIRECTORY = "form";

  private final Workbench<D> bench;
  private final PlannedStage<D> planned;
  private final PackagePath<D> path;
  private final Supplier<LearntPath<D>> learnt;
  private final StageNotes<D> context;

  /**
   * Work for one deployment.
   *
   * @param learnt loads what the path's stages learnt
   */
  FormWork(
      Workbench<D> bench,
      PlannedStage<D> planned,
      PackagePath<D> path,
      Supplier<LearntPath<D>> learnt,
      StageNotes<D> context) {
    this.bench = bench;
    this.planned = planned;
    this.path = path;
    this.learnt = learnt;
    this.context = context;
  }

  /** What the package's part holds; empty if there can be none, which a fact explains. */
  Optional<Path> part(ExportForm form) {
    Optional<String> obstacle = PackageForms.obstacle(path, form);
    if (obstacle.isPresent()) {
      return none(form, obstacle.get());
    }
    String fingerprint =
        Fingerprints.ofForm(
            form,
            PackageForms.stages(path).stream()
                .map(stage -> bench.plan().stage(stage.id()).fingerprint())
                .toList());
    Optional<KeptOutput> kept =
        bench
            .services()
            .journal()
            .kept(fingerprint)
            .filter(output -> bench.services().artifacts().exists(output.artifact()));
    return kept.isPresent() ? found(form, kept.get()) : write(form, fingerprint);
  }

  private Optional<Path> write(ExportForm form, String fingerprint) {
    Engine<D> engine = bench.engine(planned.id());
    if (form == ExportForm.SPARK_ML && !(engine instanceof StockExport<?>)) {
      return none(form, "the engine writes none");
    }
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
                          part(form, PackagePart::path),
                          Map.of(),
                          directory -> write(form, engine, directory.resolve(DIRECTORY))));
      return found(form, kept);
    } catch (Exception e) {
      return refusedOrThrown(form, engine.explain(e));
    }
  }

  @SuppressWarnings("unchecked") // An engine exports what its own frames are put through.
  private void write(ExportForm form, Engine<D> engine, Path directory) throws IOException {
    LearntPath<D> loaded = learnt.get();
    switch (form) {
      case SPARK_ML ->
          ((StockExport<D>) engine)
              .writeStock(path.unlabelled(), loaded.steps(), loaded.model(), directory);
      case SCORING ->
          ScoringFormat.write(
              ScoringExporter.export(PackageBuilder.signature(path), loaded, engine), directory);
    }
  }

  /** Storage that a cluster does not share is no reason to deploy nothing. */
  private Optional<Path> refusedOrThrown(ExportForm form, MillraceException failure) {
    if (failure.code() == StandardError.NOT_SERVABLE) {
      return none(form, String.valueOf(failure.getMessage()));
    }
    if (failure.code() != StandardError.STORAGE_FAILED) {
      throw failure;
    }
    context.warn(
        "the model package has no %s/: %s"
            .formatted(part(form, PackagePart::path), failure.getMessage()));
    return none(form, "it could not be written");
  }

  private Optional<Path> found(ExportForm form, KeptOutput kept) {
    context.fact(part(form, PackagePart::path), "yes");
    return Optional.of(bench.kept().open(kept).resolve(DIRECTORY));
  }

  /** A fact tells whether there is such a part. */
  private Optional<Path> none(ExportForm form, String why) {
    context.fact(part(form, PackagePart::path), "none: " + why);
    return Optional.empty();
  }

  private static <T> T part(ExportForm form, java.util.function.Function<PackagePart, T> of) {
    return of.apply(form == ExportForm.SPARK_ML ? PackagePart.SPARK_ML : PackagePart.SCORING);
  }
}
