package io.millrace.core.plan;

import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which stages a run is about.
 *
 * @param wanted the stages that are asked for, with all that they need
 * @param forced the stages whose kept outputs are not used
 */
record Scope(Set<String> wanted, Set<String> forced) {
  static <D> Scope of(Pipeline<D> pipeline, PlanRequest request) {
    String asked = request.rowsWanted() ? "STAGE" : "--until";
    request.until().ifPresent(id -> requireStage(id, asked, pipeline));
    request.from().ifPresent(id -> requireStage(id, "--from", pipeline));
    Set<String> wanted =
        request.until().map(id -> withAncestors(id, pipeline)).orElseGet(() -> allIds(pipeline));
    if (!request.effects()) {
      pipeline.stages().stream()
          .filter(stage -> stage.kind() == StageKind.DEPLOYER)
          .forEach(stage -> wanted.remove(stage.id()));
    }
    Set<String> forced =
        request.fresh()
            ? allIds(pipeline)
            : request.from().map(id -> withDescendants(id, pipeline)).orElseGet(HashSet::new);
    return new Scope(wanted, forced);
  }

  private static void requireStage(String id, String flag, Pipeline<?> pipeline) {
    List<String> ids =
        pipeline.stages().stream().map(PipelineStage::id).map(String::valueOf).toList();
    if (!ids.contains(id)) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "%s: no stage '%s'; stages are %s".formatted(flag, id, String.join(", ", ids)));
    }
  }

  private static <D> Set<String> allIds(Pipeline<D> pipeline) {
    Set<String> ids = new HashSet<>();
    pipeline.stages().forEach(stage -> ids.add(stage.id()));
    return ids;
  }

  private static <D> Set<String> withAncestors(String id, Pipeline<D> pipeline) {
    Set<String> found = new HashSet<>(Set.of(id));
    for (int i = pipeline.stages().size() - 1; i >= 0; i--) {
      PipelineStage<D> stage = pipeline.stages().get(i);
      if (found.contains(stage.id())) {
        found.addAll(stage.inputs().values());
      }
    }
    return found;
  }

  private static <D> Set<String> withDescendants(String id, Pipeline<D> pipeline) {
    Set<String> found = new HashSet<>(Set.of(id));
    for (PipelineStage<D> stage : pipeline.stages()) {
      if (stage.inputs().values().stream().anyMatch(found::contains)) {
        found.add(stage.id());
      }
    }
    return found;
  }
}
