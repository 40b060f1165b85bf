package io.millrace.core.plan;

import io.millrace.api.StageKind;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.pipeline.PipelineStage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one plan differs from another: what a change of the file means for a run.
 *
 * @param added the stages that only the new plan has, in its order
 * @param removed the stages that only the old plan has, in its order
 * @param changed the stages of both that say something else
 * @param anew the stages of both that say the same, and yield something else all the same: what
 *     they depend on has changed
 * @param work the stages that a run of the new plan would not find kept, in its order
 */
public record PlanDifference(
    List<Stage> added,
    List<Stage> removed,
    List<Changed> changed,
    List<Stage> anew,
    List<String> work) {
  public PlanDifference {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    anew = List.copyOf(anew);
    work = List.copyOf(work);
  }

  /**
   * A stage.
   *
   * @param id its id
   * @param use the factory's name
   * @param kind what it does
   */
  public record Stage(String id, String use, StageKind kind) {}

  /**
   * A stage that says something else.
   *
   * @param stage the stage, as it is now
   * @param values what was said, by path as {@code with.regParam}
   * @param gatesAdded gates that are new
   * @param gatesRemoved gates that are gone
   * @param yieldsOther whether it yields something else
   */
  public record Changed(
      Stage stage,
      Map<String, Values> values,
      List<String> gatesAdded,
      List<String> gatesRemoved,
      boolean yieldsOther) {}

  /**
   * A value before and after; null where nothing was said.
   *
   * @param before as JSON values
   * @param after as JSON values
   */
  public record Values(@Nullable Object before, @Nullable Object after) {}

  /** Whether the plans are the same. */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && anew.isEmpty();
  }

  /**
   * Compares.
   *
   * @param before the old plan; null if there was no such file
   */
  public static <D> PlanDifference of(@Nullable Plan<D> before, Plan<D> after) {
    Map<String, PlannedStage<D>> old = new LinkedHashMap<>();
    if (before != null) {
      before.stages().forEach(stage -> old.put(stage.id(), stage));
    }
    List<Stage> added = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    List<Stage> anew = new ArrayList<>();
    for (PlannedStage<D> stage : after.stages()) {
      PlannedStage<D> was = old.remove(stage.id());
      if (was == null) {
        added.add(stage(stage));
        continue;
      }
      Changed found = changed(was, stage);
      if (!found.values().isEmpty()
          || !found.gatesAdded().isEmpty()
          || !found.gatesRemoved().isEmpty()) {
        changed.add(found);
      } else if (found.yieldsOther()) {
        anew.add(stage(stage));
      }
    }
    return new PlanDifference(
        added,
        old.values().stream().map(PlanDifference::stage).toList(),
        changed,
        anew,
        after.stages().stream()
            .filter(stage -> stage.action() == PlannedStage.Action.WORK)
            .map(PlannedStage::id)
            .toList());
  }

  private static Stage stage(PlannedStage<?> planned) {
    return new Stage(planned.id(), planned.stage().use(), planned.stage().kind());
  }

  private static <D> Changed changed(PlannedStage<D> before, PlannedStage<D> after) {
    Map<String, Values> values = new LinkedHashMap<>();
    compare("", said(before.stage()), said(after.stage()), values);
    List<String> old = gates(before.stage());
    List<String> now = gates(after.stage());
    return new Changed(
        stage(after),
        values,
        now.stream().filter(gate -> !old.contains(gate)).toList(),
        old.stream().filter(gate -> !now.contains(gate)).toList(),
        !before.fingerprint().equals(after.fingerprint()));
  }

  private static List<String> gates(PipelineStage<?> stage) {
    return stage.settings().gates().stream().map(Gate::text).toList();
  }

  /** What the file says of a stage, gates excepted, secrets as they were written. */
  private static <D> Map<String, @Nullable Object> said(PipelineStage<D> stage) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("use", stage.use());
    said.put("from", stage.inputs());
    said.put("with", stage.options());
    said.put("on", stage.settings().on().map(part -> part.text()).orElse(null));
    said.put("select", stage.settings().select().orElse(null));
    said.put("fitOn", stage.settings().fitOnAll() ? "all" : null);
    said.put("checkpoint", stage.settings().checkpoint() ? true : null);
    said.put(
        "partitions", stage.settings().partitions() == 0 ? null : stage.settings().partitions());
    stage
        .settings()
        .tune()
        .ifPresent(
            tune ->
                said.put(
                    "tune",
                    Map.of(
                        "search", tune.search().json(),
                        "metric", tune.metric(),
                        "space", tune.space().stream().map(axis -> axis.json()).toList())));
    return said;
  }

  private static void compare(
      String path, @Nullable Object before, @Nullable Object after, Map<String, Values> found) {
    if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> now) {
      Set<Object> keys = new LinkedHashSet<>(old.keySet());
      keys.addAll(now.keySet());
      for (Object key : keys) {
        compare(
            path.isEmpty() ? key.toString() : path + "." + key, old.get(key), now.get(key), found);
      }
    } else if (!Objects.equals(before, after)) {
      found.put(path, new Values(before, after));
    }
  }
}
