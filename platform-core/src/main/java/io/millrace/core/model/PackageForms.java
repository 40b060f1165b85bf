package io.millrace.core.model;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.schema.Schema;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.model.scoring.OperatorJars;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** In which forms a package can hold its steps, known before anything is trained. */
public final class PackageForms {
  private PackageForms() {}

  /** Why it can't hold them in that form, as one clause; empty if it can. */
  public static <D> Optional<String> obstacle(PackagePath<D> path, ExportForm form) {
    Schema input = path.start().schema();
    for (PipelineStage<D> stage : stages(path)) {
      Optional<String> obstacle = obstacle(stage, form, input);
      if (obstacle.isPresent()) {
        return obstacle;
      }
      input = stage.schema();
    }
    return Optional.empty();
  }

  private static Optional<String> obstacle(PipelineStage<?> stage, ExportForm form, Schema input) {
    String none =
        "'%s' (%s) has no %s form"
            .formatted(
                stage.id(),
                stage.use(),
                form == ExportForm.SPARK_ML ? "stock Spark ML" : "portable scoring");
    if (!(stage.stage() instanceof Exportable exportable)) {
      return Optional.of(none);
    }
    Optional<String> why = exportable.obstacle(form, input);
    return why.isEmpty() && exportable.exportForms().contains(form)
        ? Optional.empty()
        : Optional.of(none + why.map(clause -> ": " + clause).orElse(""));
  }

  /**
   * The jars that a server of the package has to be given: those of plugins that its stages come
   * from and that offer scoring operators, each once.
   *
   * @param jar finds the jar of a stage that is not built in
   */
  public static <D> List<Path> serverPlugins(
      PackagePath<D> path, Function<PipelineStage<?>, Optional<Path>> jar) {
    return stages(path).stream()
        .map(jar)
        .flatMap(Optional::stream)
        .distinct()
        .filter(OperatorJars::offersOperators)
        .toList();
  }

  /** The package's stages in order, the trainer and what refines its model last. */
  public static <D> List<PipelineStage<D>> stages(PackagePath<D> path) {
    List<PipelineStage<D>> stages = new ArrayList<>(path.steps());
    stages.add(path.way().trainer());
    stages.addAll(path.way().refiners());
    return stages;
  }
}
