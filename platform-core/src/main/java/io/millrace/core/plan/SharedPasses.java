package io.millrace.core.plan;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.SharingTransformer;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import io.millrace.api.schema.Schema;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.PlannedStage.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which transformers learn from one pass over the rows. A stage can learn from the input of one
 * before it if all from that one on leave its columns and every row as they are.
 */
public final class SharedPasses {
  private SharedPasses() {}

  /** For each stage of a plan that learns in another's pass, the id of that other one. */
  public static <D> Map<String, String> of(Pipeline<D> pipeline, List<PlannedStage<D>> stages) {
    Set<String> working = new HashSet<>();
    stages.stream()
        .filter(stage -> stage.action() == Action.WORK)
        .forEach(stage -> working.add(stage.id()));
    Map<String, String> leaders = new LinkedHashMap<>();
    for (PlannedStage<D> planned : stages) {
      if (planned.action() == Action.WORK && sharing(planned.stage()).isPresent()) {
        leader(planned, working, pipeline, leaders)
            .ifPresent(leader -> leaders.put(planned.id(), leader));
      }
    }
    return leaders;
  }

  /** The farthest stage with a pass of its own that is reached through untouched columns. */
  private static <D> Optional<String> leader(
      PlannedStage<D> planned,
      Set<String> working,
      Pipeline<D> pipeline,
      Map<String, String> leaders) {
    SharingTransformer<D> follower = sharing(planned.stage()).orElseThrow();
    PipelineStage<D> stage = input(planned.stage(), pipeline);
    ColumnUse reads = follower.reads(stage.schema());
    Optional<String> found = Optional.empty();
    while (leavesAlone(stage, reads)) {
      boolean passes = working.contains(stage.id()) && !leaders.containsKey(stage.id());
      if (passes && share(stage, follower)) {
        found = Optional.of(stage.id());
      }
      stage = input(stage, pipeline);
    }
    return found;
  }

  private static <D> PipelineStage<D> input(PipelineStage<D> stage, Pipeline<D> pipeline) {
    return pipeline.stage(stage.inputs().values().iterator().next());
  }

  /**
   * The stages that can learn from the input of the first one together with it.
   *
   * @param way transformers one after another
   * @return their places, with 0 if the first one shares at all
   */
  public static <D> List<Integer> followers(List<PipelineStage<D>> way) {
    if (way.isEmpty() || sharing(way.get(0)).isEmpty()) {
      return List.of();
    }
    List<Integer> places = new ArrayList<>(List.of(0));
    for (int place = 1; place < way.size(); place++) {
      Optional<SharingTransformer<D>> follower = sharing(way.get(place));
      if (follower.isPresent() && share(way.get(0), follower.get())) {
        Schema input = way.get(place - 1).schema();
        ColumnUse reads = follower.get().reads(input);
        if (way.subList(0, place).stream().allMatch(stage -> leavesAlone(stage, reads))) {
          places.add(place);
        }
      }
    }
    return places;
  }

  private static <D> boolean share(PipelineStage<D> leader, SharingTransformer<D> follower) {
    return sharing(leader).filter(first -> first.sharesPassWith(follower)).isPresent();
  }

  private static <D> Optional<SharingTransformer<D>> sharing(PipelineStage<D> stage) {
    return stage.stage() instanceof SharingTransformer<D> sharing && sharing.learns()
        ? Optional.of(sharing)
        : Optional.empty();
  }

  /** Rows that are cut or written anew come in another order, in which sums round otherwise. */
  private static <D> boolean leavesAlone(PipelineStage<D> stage, ColumnUse reads) {
    if (stage.kind() != StageKind.TRANSFORMER
        || stage.settings().partitionCount().isPresent()
        || stage.settings().checkpoint()) {
      return false;
    }
    Transformer<D> transformer = (Transformer<D>) stage.stage();
    return transformer.appliesTo() == AppliesTo.ALL
        && !reads.all()
        && transformer
            .setsOnly()
            .filter(set -> Collections.disjoint(set, reads.names()))
            .isPresent();
  }
}
