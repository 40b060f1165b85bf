package io.millrace.core.model;

import io.millrace.api.StageKind;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.model.Lineage;
import io.millrace.model.MlflowFiles;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackageFiles;
import io.millrace.model.PackagePart;
import io.millrace.model.PackageStep;
import io.millrace.model.PackageWriter;
import io.millrace.model.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Fills model packages from what was kept of a run's stages. */
public final class PackageBuilder<D> {
  private final Function<PipelineStage<D>, Optional<Path>> state;
  private final Function<PipelineStage<D>, Optional<Path>> plugin;

  /**
   * A builder.
   *
   * @param state finds the state that a stage saved, of the model fitted on all training rows
   * @param plugin finds the jar of a stage that is not built in
   */
  public PackageBuilder(
      Function<PipelineStage<D>, Optional<Path>> state,
      Function<PipelineStage<D>, Optional<Path>> plugin) {
    this.state = state;
    this.plugin = plugin;
  }

  /**
   * What a package says of itself beside its steps.
   *
   * @param name the model's name
   * @param pipeline the pipeline's name
   * @param run the run that made it
   * @param created when
   * @param classes the classes in the order of the probability vector; empty for no classifier
   * @param metrics by {@code STAGE.METRIC}
   * @param lineage the data that it comes from
   */
  public record About(
      String name,
      String pipeline,
      String run,
      Instant created,
      List<String> classes,
      Map<String, Double> metrics,
      Lineage lineage) {}

  /**
   * Fills {@code directory} with a complete package.
   *
   * @param parts optional parts to be copied into it, files or directories
   */
  public ModelPackage build(
      Path directory, PackagePath<D> path, About about, Map<PackagePart, Path> parts)
      throws IOException {
    PackageWriter writer = PackageWriter.in(directory);
    for (Map.Entry<PackagePart, Path> part : parts.entrySet()) {
      PackageFiles.copy(part.getValue(), writer.part(part.getKey()));
    }
    List<PackageStep> steps = new ArrayList<>();
    List<PipelineStage<D>> deployed = path.steps();
    for (int i = 0; i < deployed.size(); i++) {
      boolean afterSplit = i >= path.beforeSplit().size();
      steps.add(step(deployed.get(i), StageKind.TRANSFORMER, afterSplit, writer));
    }
    PipelineStage<D> trainerStage = path.way().trainer();
    steps.add(step(trainerStage, StageKind.TRAINER, true, writer));
    for (PipelineStage<D> refiner : path.way().refiners()) {
      steps.add(step(refiner, StageKind.TRAINER, true, writer));
    }
    Trainer<D> trainer = (Trainer<D>) trainerStage.stage();
    PackageDescription description =
        new PackageDescription(
            about.name(),
            about.pipeline(),
            about.run(),
            about.created(),
            signature(path),
            about.classes(),
            trainer.label().orElse(null),
            trainer.weight().orElse(null),
            about.metrics(),
            about.lineage(),
            steps);
    MlflowFiles.write(directory, description);
    return writer.finish(description);
  }

  private PackageStep step(
      PipelineStage<D> stage, StageKind kind, boolean afterSplit, PackageWriter writer)
      throws IOException {
    StateDirectory target = writer.state(stage.id());
    Optional<Path> saved = state.apply(stage);
    if (saved.isPresent()) {
      PackageFiles.copy(saved.get(), target.path());
    } else if (kind == StageKind.TRAINER || ((Transformer<D>) stage.stage()).learns()) {
      throw new IllegalStateException("nothing is kept of stage '" + stage.id() + "'");
    }
    Optional<Path> jar = plugin.apply(stage);
    String jarName = jar.isPresent() ? writer.plugin(jar.get()) : null;
    return new PackageStep(
        stage.id(), stage.use(), kind, stage.options(), stage.codeHash(), afterSplit, jarName);
  }

  /** The columns that a package of that path takes and gives. */
  public static <D> Signature signature(PackagePath<D> path) {
    return new Signature(path.signature(), outputs(path), path.unlabelled());
  }

  /** What predicting adds: the trainer's columns that its input lacks. */
  private static <D> List<Column> outputs(PackagePath<D> path) {
    List<PipelineStage<D>> steps = path.steps();
    Schema before = steps.isEmpty() ? path.start().schema() : steps.get(steps.size() - 1).schema();
    return path.way().trainer().schema().columns().stream()
        .filter(column -> !before.isKnown() || before.column(column.name()).isEmpty())
        .toList();
  }
}
