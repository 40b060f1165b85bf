package io.millrace.core.plan;

import static java.util.Objects.requireNonNull;

import io.millrace.api.PlanContext;
import io.millrace.api.PlanSettings;
import io.millrace.api.StageKind;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.core.pipeline.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes plans. Reads metadata and the journal, never rows, and writes nothing. */
public final class Planner<D> {
  private final PlanContext<D> context;
  private final KeptOutputs<D> kept;
  private final ModelRegistry models;

  /** With the stores that tell what is kept. */
  public Planner(
      PlanContext<D> context, Journal journal, ArtifactStore artifacts, ModelRegistry models) {
    this.context = requireNonNull(context, "context is null");
    this.kept = new KeptOutputs<>(journal, artifacts, context);
    this.models = requireNonNull(models, "models is null");
  }

  /**
   * Plans a run.
   *
   * @throws io.millrace.api.error.MillraceException NOT_FOUND, if {@code until} or {@code from}
   *     name no stage; SOURCE_CHANGED, if a pinned data version is no longer the present one; what
   *     an ingestor throws whose source is gone
   */
  public Plan<D> plan(Pipeline<D> pipeline, PlanRequest request) {
    Map<String, KeptOutput> reopened = reopened(pipeline, request);
    Scope scope =
        request
            .rebuilding()
            .map(rebuild -> rebuild.scope(pipeline, reopened.keySet()))
            .orElseGet(() -> Scope.of(pipeline, request));
    DataVersions<D> versions = new DataVersions<>(context, request);
    IdentityPass<D> identity =
        new IdentityPass<>(pipeline, scope, versions, kept, request, reopened);
    PlanSettings.with(
        pipeline.engineSettings(),
        () -> {
          identity.run();
          return identity;
        });
    ChampionPass<D> champions = new ChampionPass<>(identity.pipeline(), kept, models);
    List<PlannedChampion> compared = champions.of(identity, scope);
    List<PlannedReference> references =
        ReferencePass.of(identity.pipeline(), identity, kept, scope);
    DemandPass<D> demand = new DemandPass<>(identity, compared, references, request);
    List<PlannedStage<D>> stages =
        PersistAdvisor.advise(identity.pipeline(), demand.stages(), identity.searches());
    return new Plan<>(
        identity.pipeline(), request, stages, identity.searches(), compared, references);
  }

  /** The tables that the sinks of a run wrote whose model is made anew, where they are there. */
  private Map<String, KeptOutput> reopened(Pipeline<D> pipeline, PlanRequest request) {
    Map<String, KeptOutput> found = new LinkedHashMap<>();
    request
        .rebuilding()
        .ifPresent(
            rebuild ->
                pipeline.stages().stream()
                    .filter(stage -> stage.kind() == StageKind.SINK)
                    .forEach(
                        stage ->
                            Optional.ofNullable(rebuild.fingerprints().get(stage.id()))
                                .flatMap(fingerprint -> kept.find(stage, fingerprint))
                                .ifPresent(output -> found.put(stage.id(), output))));
    return found;
  }
}
