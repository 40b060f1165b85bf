package io.millrace.core.plan;

import io.millrace.api.Deployer;
import io.millrace.api.StageKind;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds the registered versions that gates compare with. */
final class ChampionPass<D> {
  private final Pipeline<D> pipeline;
  private final KeptOutputs<D> kept;
  private final ModelRegistry models;

  ChampionPass(Pipeline<D> pipeline, KeptOutputs<D> kept, ModelRegistry models) {
    this.pipeline = pipeline;
    this.kept = kept;
    this.models = models;
  }

  List<PlannedChampion> of(IdentityPass<D> identity, Scope scope) {
    List<PlannedChampion> champions = new ArrayList<>();
    for (PipelineStage<D> stage : pipeline.stages()) {
      if (stage.kind() == StageKind.EVALUATOR && scope.wanted().contains(stage.id())) {
        stage.settings().gates().stream()
            .map(Gate::aliasOrNull)
            .filter(Objects::nonNull)
            .distinct()
            .forEach(alias -> champion(stage, alias, identity).ifPresent(champions::add));
      }
    }
    return champions;
  }

  private Optional<PlannedChampion> champion(
      PipelineStage<D> evaluator, String alias, IdentityPass<D> identity) {
    return ChampionPass.model(evaluator, pipeline)
        .flatMap(model -> models.alias(model, alias))
        .map(version -> planned(evaluator, alias, version, identity));
  }

  private PlannedChampion planned(
      PipelineStage<D> evaluator, String alias, ModelVersion version, IdentityPass<D> identity) {
    PipelineStage<D> trainer = pipeline.stage(evaluator.inputs().values().iterator().next());
    String source = TrainingWay.to(trainer, pipeline).source().id();
    String fingerprint =
        Fingerprints.ofPackageFigures(
            evaluator, version.packageHash(), identity.stage(source).fingerprint());
    return new PlannedChampion(
        evaluator.id(), alias, version, source, fingerprint, kept.find(fingerprint).orElse(null));
  }

  /** The model that a deployer behind the evaluator names. */
  static <D> Optional<String> model(PipelineStage<D> evaluator, Pipeline<D> pipeline) {
    return pipeline.readers(evaluator.id()).stream()
        .map(PipelineStage::stage)
        .filter(Deployer.class::isInstance)
        .map(stage -> ((Deployer<D>) stage).target().model())
        .findFirst();
  }
}
