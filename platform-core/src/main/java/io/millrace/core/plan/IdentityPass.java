package io.millrace.core.plan;

import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.pipeline.Tuning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * First pass over a pipeline, from the sources on: fingerprints, what is kept under them, and the
 * options that finished searches chose.
 */
final class IdentityPass<D> {
  private final Pipeline<D> pipeline;
  private final Scope scope;
  private final DataVersions<D> versions;
  private final KeptOutputs<D> kept;
  private final PlanRequest request;
  private final Map<String, KeptOutput> reopened;

  private final Map<String, Identified<D>> identified = new LinkedHashMap<>();
  private final Map<String, PlannedSearch<D>> searches = new LinkedHashMap<>();

  /** The trainer whose search decides on options of a stage, by stage. */
  private final Map<String, PipelineStage<D>> searchedBy = new HashMap<>();

  IdentityPass(
      Pipeline<D> pipeline,
      Scope scope,
      DataVersions<D> versions,
      KeptOutputs<D> kept,
      PlanRequest request,
      Map<String, KeptOutput> reopened) {
    this.reopened = reopened;
    this.pipeline = pipeline;
    this.scope = scope;
    this.versions = versions;
    this.kept = kept;
    this.request = request;
  }

  /** What the first pass finds out about a stage. */
  record Identified<D>(
      PipelineStage<D> stage,
      String fingerprint,
      String dataVersion,
      @Nullable KeptOutput keptOrNull,
      boolean wanted) {}

  void run() {
    pipeline.stages().forEach(this::noteSearch);
    pipeline.stages().forEach(stage -> identified.put(stage.id(), identify(stage)));
  }

  /** The pipeline with the options that finished searches chose. */
  Pipeline<D> pipeline() {
    return new Pipeline<>(
        pipeline.name(),
        pipeline.seed(),
        pipeline.params(),
        pipeline.engineSettings(),
        pipeline.trackingOrNull(),
        identified.values().stream().map(Identified::stage).toList(),
        pipeline.resolved());
  }

  List<Identified<D>> stages() {
    return List.copyOf(identified.values());
  }

  Identified<D> stage(String id) {
    Identified<D> found = identified.get(id);
    if (found == null) {
      throw new IllegalStateException("stage '" + id + "' is not in topological order");
    }
    return found;
  }

  List<PlannedSearch<D>> searches() {
    return List.copyOf(searches.values());
  }

  private void noteSearch(PipelineStage<D> trainer) {
    Optional<Tuning<D>> tuning = trainer.settings().tune();
    if (tuning.isEmpty()) {
      return;
    }
    for (Axis axis : tuning.get().space()) {
      Tuning.Option option = axis.option();
      PipelineStage<D> other = searchedBy.put(option.stage(), trainer);
      if (other != null && !other.id().equals(trainer.id())) {
        throw new MillraceException(
            StandardError.NOT_TUNABLE,
            "both '%s' and '%s' search options of '%s'; only one search may"
                .formatted(other.id(), trainer.id(), option.stage()));
      }
    }
    searchedBy.put(trainer.id(), trainer);
  }

  private Identified<D> identify(PipelineStage<D> stage) {
    boolean wanted = scope.wanted().contains(stage.id());
    String version =
        stage.kind() == StageKind.INGESTOR && wanted ? versions.of(stage, pipeline) : "";
    String data = stage.kind() == StageKind.INGESTOR ? versions.identity(version) : "";
    PipelineStage<D> trainer = searchedBy.get(stage.id());
    Optional<PlannedSearch<D>> search = Optional.ofNullable(trainer).map(this::search);
    PipelineStage<D> effective = search.flatMap(found -> chosen(stage, found)).orElse(stage);
    Map<String, String> inputs = new LinkedHashMap<>();
    stage.inputs().forEach((name, id) -> inputs.put(name, stage(id).fingerprint()));
    // Behind a search that is still to be made, nothing that is kept can be recognised.
    search.filter(s -> s.keptOrNull() == null).ifPresent(s -> inputs.put("", s.fingerprint()));
    long seed = Fingerprints.seed(pipeline.seed(), stage.id());
    String fingerprint = Fingerprints.ofStage(effective, seed, data, inputs);
    KeptOutput found =
        wanted
            ? kept.find(effective, fingerprint)
                .filter(output -> isUsable(output, stage))
                .orElse(null)
            : null;
    KeptOutput usable = wanted ? reopened.getOrDefault(stage.id(), found) : found;
    return new Identified<>(effective, fingerprint, version, usable, wanted);
  }

  private PlannedSearch<D> search(PipelineStage<D> trainer) {
    PlannedSearch<D> known = searches.get(trainer.id());
    if (known == null) {
      known = planSearch(trainer);
      searches.put(trainer.id(), known);
    }
    return known;
  }

  private PlannedSearch<D> planSearch(PipelineStage<D> trainer) {
    Tuning<D> tuning = trainer.settings().tune().orElseThrow();
    TrainingWay<D> way = TrainingWay.to(trainer, pipeline);
    PipelineStage<D> evaluator = pipeline.stage(tuning.evaluator());
    Map<String, String> trials = new LinkedHashMap<>();
    for (PipelineStage<D> algorithm : tuning.algorithms(trainer)) {
      trials.put(algorithm.use(), trials(tuning, way, evaluator, algorithm));
    }
    String fingerprint = Fingerprints.ofSearch(tuning, List.copyOf(trials.values()));
    boolean wanted = scope.wanted().contains(trainer.id());
    KeptOutput found =
        wanted
            ? kept.find(fingerprint).filter(output -> isUsable(output, trainer)).orElse(null)
            : null;
    return new PlannedSearch<>(
        tuning,
        way,
        evaluator,
        fingerprint,
        trials,
        found,
        scope.forced().contains(trainer.id()),
        wanted);
  }

  private String trials(
      Tuning<D> tuning,
      TrainingWay<D> way,
      PipelineStage<D> evaluator,
      PipelineStage<D> algorithm) {
    List<PipelineStage<D>> stages = new ArrayList<>(way.transformers());
    stages.add(algorithm);
    return Fingerprints.ofTrials(
        tuning,
        evaluator,
        stage(way.source().id()).fingerprint(),
        stages,
        Fingerprints.seed(pipeline.seed(), algorithm.id()));
  }

  /**
   * A stage that is made to run again still trusts what this very run did, before a search or a
   * kill.
   */
  private boolean isUsable(KeptOutput output, PipelineStage<D> stage) {
    return !scope.forced().contains(stage.id()) || output.run().equals(request.run());
  }

  private static <D> Optional<PipelineStage<D>> chosen(
      PipelineStage<D> stage, PlannedSearch<D> search) {
    return search
        .kept()
        .map(SearchResult::of)
        .map(result -> search.tuning().chosen(stage, result.options(stage.id())));
  }
}
