package io.millrace.core.plan;

import io.millrace.api.Refiner;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.plan.IdentityPass.Identified;
import io.millrace.core.plan.PlannedStage.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Second pass, from the end back: which stages have work to do, and whose rows that work needs.
 * Lazy stages hand the demand on to their inputs.
 */
final class DemandPass<D> {
  private final IdentityPass<D> identity;
  private final List<PlannedChampion> champions;
  private final List<PlannedReference> references;
  private final PlanRequest request;

  /** The stages with work that need a stage's rows, by that stage. */
  private final Map<String, Set<String>> demand = new HashMap<>();

  DemandPass(
      IdentityPass<D> identity,
      List<PlannedChampion> champions,
      List<PlannedReference> references,
      PlanRequest request) {
    this.identity = identity;
    this.champions = champions;
    this.references = references;
    this.request = request;
  }

  List<PlannedStage<D>> stages() {
    if (request.rowsWanted()) {
      request.until().ifPresent(id -> demand(id, Set.of(id)));
    }
    for (PlannedChampion champion : champions) {
      if (champion.keptOrNull() == null) {
        demand(champion.source(), Set.of(champion.evaluator()));
      }
    }
    for (PlannedSearch<D> search : identity.searches()) {
      if (search.isPending()) {
        demand(search.way().source().id(), Set.of(search.way().trainer().id()));
      }
    }
    List<PlannedStage<D>> planned = new ArrayList<>();
    List<Identified<D>> stages = identity.stages();
    for (int i = stages.size() - 1; i >= 0; i--) {
      planned.add(plan(stages.get(i)));
    }
    Collections.reverse(planned);
    return planned;
  }

  private PlannedStage<D> plan(Identified<D> found) {
    PipelineStage<D> stage = found.stage();
    Action action =
        !found.wanted() ? Action.SKIP : found.keptOrNull() == null ? Action.WORK : Action.REUSE;
    if (action == Action.WORK && stage.stage() instanceof Refiner) {
      TrainingWay<D> way = TrainingWay.to(stage, identity.pipeline());
      if (!way.holdsOut()) {
        demand(way.source().id(), Set.of(stage.id()));
      }
    }
    if (action == Action.WORK && request.effects()) {
      references.stream()
          .filter(reference -> reference.deployer().equals(stage.id()))
          .filter(reference -> reference.keptOrNull() == null)
          .forEach(reference -> demand(reference.start(), Set.of(stage.id())));
    }
    if (action == Action.WORK && request.effects()) {
      StageTraits.scoredRows(stage).ifPresent(rows -> demand(rows, Set.of(stage.id())));
    }
    Set<String> readers = demand.getOrDefault(stage.id(), Set.of());
    handOn(stage, action, readers);
    return new PlannedStage<>(
        stage,
        found.fingerprint(),
        found.dataVersion(),
        action,
        found.keptOrNull(),
        inOrder(readers),
        null);
  }

  private void handOn(PipelineStage<D> stage, Action action, Set<String> readers) {
    boolean lazy = StageTraits.isLazy(stage, request.effects());
    if (action == Action.WORK && StageTraits.worksOnRows(stage)) {
      // A lazy stage's rows are read by those who read it; if none does, declaring it is its work.
      Set<String> handedOn = new LinkedHashSet<>(readers);
      if (!lazy || readers.isEmpty()) {
        handedOn.add(stage.id());
      }
      stage.inputs().values().forEach(input -> demand(input, handedOn));
    } else if (action == Action.REUSE
        && !readers.isEmpty()
        && StageTraits.reopensFromInputs(stage, request.reopens())) {
      stage.inputs().values().forEach(input -> demand(input, readers));
    }
  }

  private void demand(String stage, Set<String> readers) {
    demand.computeIfAbsent(stage, id -> new LinkedHashSet<>()).addAll(readers);
  }

  private List<String> inOrder(Set<String> readers) {
    return identity.stages().stream()
        .map(found -> found.stage().id())
        .filter(readers::contains)
        .toList();
  }
}
