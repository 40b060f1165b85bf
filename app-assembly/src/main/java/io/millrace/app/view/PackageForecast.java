package io.millrace.app.view;

import io.millrace.api.Deployer;
import io.millrace.api.ExportForm;
import io.millrace.core.model.PackageForms;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a model package will be good for, known before anything is trained.
 *
 * @param deployer the stage that deploys it
 * @param trainer the stage whose model it may hold
 * @param noScoring why it can't be served without the engine; null if it can
 * @param noStock why it has no stock Spark ML form; null if it has
 * @param plugins the jars that a server has to be given; none where it can't be served
 */
record PackageForecast(
    String deployer,
    String trainer,
    @Nullable String noScoring,
    @Nullable String noStock,
    List<Path> plugins) {
  PackageForecast {
    plugins = List.copyOf(plugins);
  }

  /**
   * Those of a plan.
   *
   * @param jar finds the jar of a stage that comes from a plugin
   */
  static List<PackageForecast> of(Plan<?> plan, Function<PipelineStage<?>, Optional<Path>> jar) {
    return in(plan.pipeline(), jar);
  }

  private static <D> List<PackageForecast> in(
      Pipeline<D> pipeline, Function<PipelineStage<?>, Optional<Path>> jar) {
    List<PackageForecast> forecasts = new ArrayList<>();
    for (PipelineStage<D> stage : pipeline.stages()) {
      if (stage.stage() instanceof Deployer<D> deployer) {
        for (PipelineStage<D> trainer : PackagePath.trainers(stage, pipeline)) {
          PackagePath<D> path = PackagePath.of(deployer.target(), trainer, pipeline);
          Optional<String> noScoring = PackageForms.obstacle(path, ExportForm.SCORING);
          forecasts.add(
              new PackageForecast(
                  stage.id(),
                  trainer.id(),
                  noScoring.orElse(null),
                  PackageForms.obstacle(path, ExportForm.SPARK_ML).orElse(null),
                  noScoring.isPresent() ? List.of() : PackageForms.serverPlugins(path, jar)));
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
            .orElse("can be served without Spark" + needs()),
        Optional.ofNullable(noStock)
            .map(why -> "no Spark ML pipeline for Python: " + why)
            .orElse("a Spark ML pipeline for Python"));
  }

  private String needs() {
    if (plugins.isEmpty()) {
      return "";
    }
    return ", by a server that is given %s with --plugins"
        .formatted(
            plugins.stream()
                .map(jar -> String.valueOf(jar.getFileName()))
                .collect(Collectors.joining(" and ")));
  }
}
