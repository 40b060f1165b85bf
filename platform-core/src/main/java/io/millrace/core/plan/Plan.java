package io.millrace.core.plan;

import io.millrace.core.pipeline.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a run would do.
 *
 * @param pipeline the pipeline, with the options that finished searches chose
 * @param request what was asked
 * @param stages one for each stage of the pipeline, in its order
 * @param searches the searches of trainers, in order
 * @param champions the registered versions that gates compare with
 * @param references the rows that each deployer's packages take their golden ones from
 */
public record Plan<D>(
    Pipeline<D> pipeline,
    PlanRequest request,
    List<PlannedStage<D>> stages,
    List<PlannedSearch<D>> searches,
    List<PlannedChampion> champions,
    List<PlannedReference> references) {
  public Plan {
    stages = List.copyOf(stages);
    searches = List.copyOf(searches);
    champions = List.copyOf(champions);
    references = List.copyOf(references);
  }

  /** The planned stage of that id, which must be there. */
  public PlannedStage<D> stage(String id) {
    return stages.stream()
        .filter(stage -> stage.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage '" + id + "'"));
  }

  /** The reference rows of a deployer, which must be there. */
  public PlannedReference reference(String deployer) {
    return references.stream()
        .filter(reference -> reference.deployer().equals(deployer))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no deployer '" + deployer + "'"));
  }

  /** The search of a trainer. */
  public Optional<PlannedSearch<D>> search(String trainer) {
    return searches.stream()
        .filter(search -> search.way().trainer().id().equals(trainer))
        .findFirst();
  }

  /** For each stage that learns in another's pass over the rows, the id of that other one. */
  public Map<String, String> sharedPasses() {
    return SharedPasses.of(pipeline, stages);
  }

  /**
   * Whether some search has yet to be made, so that what comes after it is not known for certain.
   */
  public boolean hasPendingSearch() {
    return searches.stream().anyMatch(PlannedSearch::isPending);
  }

  /** The data version of each ingestor that has one. */
  public Map<String, String> dataVersions() {
    return stages.stream()
        .filter(stage -> !stage.dataVersion().isEmpty())
        .collect(java.util.stream.Collectors.toMap(PlannedStage::id, PlannedStage::dataVersion));
  }

  /**
   * The version that the gates before a deployer compare with: the one that an alias named when
   * this was planned, 0 if it named none; empty if no gate compares with the alias.
   *
   * @param deployer the stage that deploys
   * @param model the name that it deploys under
   */
  public OptionalInt judgedAgainst(String deployer, String model, String alias) {
    return pipeline.stage(deployer).inputs().values().stream()
        .map(pipeline::stage)
        .filter(
            judge -> judge.settings().gates().stream().anyMatch(g -> alias.equals(g.aliasOrNull())))
        .filter(judge -> ChampionPass.model(judge, pipeline).filter(model::equals).isPresent())
        .mapToInt(judge -> champion(judge.id(), alias))
        .findFirst();
  }

  private int champion(String evaluator, String alias) {
    return champions.stream()
        .filter(found -> found.evaluator().equals(evaluator) && found.alias().equals(alias))
        .map(found -> found.version().version())
        .findFirst()
        .orElse(0);
  }
}
