package io.millrace.app.view;

import io.millrace.api.Deployer;
import io.millrace.api.ExportForm;
import io.millrace.core.model.PackageForms;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model package will be good for, known before anything is trained.
 *
 * @param deployer the stage that deploys it
 * @param trainer the stage whose model it may hold
 * @param noScoring why it can't be served without the engine; null if it can
 * @param noStock why it has no stock Spark ML form; null if it has
 */
record PackageForecast(
    String deployer, String trainer, @Nullable String noScoring, @Nullable String noStock) {
  /** Those of a plan. */
  static List<PackageForecast> of(Plan<?> plan) {
    return in(plan.pipeline());
  }

  private static <D> List<PackageForecast> in(Pipeline<D> pipeline) {
    List<PackageForecast> forecasts = new ArrayList<>();
    for (PipelineStage<D> stage : pipeline.stages()) {
      if (stage.stage() instanceof Deployer<D> deployer) {
        for (PipelineStage<D> trainer : PackagePath.trainers(stage, pipeline)) {
          PackagePath<D> path = PackagePath.of(deployer.target(), trainer, pipeline);
          forecasts.add(
              new PackageForecast(
                  stage.id(),
                  trainer.id(),
                  PackageForms.obstacle(path, ExportForm.SCORING).orElse(null),
                  PackageForms.obstacle(path, ExportForm.SPARK_ML).orElse(null)));
        }
      }
    }
    return forecasts;
  }

  /** As a sentence each. */
  List<String> text() {
    return List.of(
        Optional.ofNullable(noScoring)
            .map(why -> "can't be served without Spark: " + why)
            .orElse("can be served without Spark"),
        Optional.ofNullable(noStock)
            .map(why -> "no Spark ML pipeline for Python: " + why)
            .orElse("a Spark ML pipeline for Python"));
  }
}
