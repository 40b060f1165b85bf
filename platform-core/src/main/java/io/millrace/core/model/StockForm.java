package io.millrace.core.model;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
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
    return stages(path).stream()
        .filter(stage -> !hasStockForm(stage))
        .findFirst()
        .map(stage -> "'%s' (%s) has no stock Spark ML form".formatted(stage.id(), stage.use()));
  }

  /** The package's stages in order, the trainer last. */
  public static <D> List<PipelineStage<D>> stages(PackagePath<D> path) {
    List<PipelineStage<D>> stages = new ArrayList<>(path.steps());
    stages.add(path.way().trainer());
    return stages;
  }

  private static boolean hasStockForm(PipelineStage<?> stage) {
    return stage.stage() instanceof Exportable exportable
        && exportable.exportForms().contains(ExportForm.SPARK_ML);
  }
}
