package io.millrace.core.model;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.schema.Schema;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.pipeline.PipelineStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a package can hold its steps in the engine's stock form. */
public final class StockForm {
  private StockForm() {}

  /** Why it can't, as one clause; empty if it can. Known before anything is trained. */
  public static <D> Optional<String> obstacle(PackagePath<D> path) {
    Schema input = path.start().schema();
    for (PipelineStage<D> stage : stages(path)) {
      Optional<String> obstacle = obstacle(stage, input);
      if (obstacle.isPresent()) {
        return obstacle;
      }
      input = stage.schema();
    }
    return Optional.empty();
  }

  private static Optional<String> obstacle(PipelineStage<?> stage, Schema input) {
    String none = "'%s' (%s) has no stock Spark ML form".formatted(stage.id(), stage.use());
    if (!(stage.stage() instanceof Exportable exportable)) {
      return Optional.of(none);
    }
    Optional<String> why = exportable.obstacle(ExportForm.SPARK_ML, input);
    return why.isEmpty() && exportable.exportForms().contains(ExportForm.SPARK_ML)
        ? Optional.empty()
        : Optional.of(none + why.map(clause -> ": " + clause).orElse(""));
  }

  /** The package's stages in order, the trainer and what refines its model last. */
  public static <D> List<PipelineStage<D>> stages(PackagePath<D> path) {
    List<PipelineStage<D>> stages = new ArrayList<>(path.steps());
    stages.add(path.way().trainer());
    stages.addAll(path.way().refiners());
    return stages;
  }
}
