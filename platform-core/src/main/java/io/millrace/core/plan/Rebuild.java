package io.millrace.core.plan;

import io.millrace.api.Deployer;
import io.millrace.api.Sink;
import io.millrace.api.Transformer;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A recorded run whose model is made anew.
 *
 * @param run its id
 * @param fingerprints what its stages yielded, by stage: a sink's table is found by it
 * @param versions the registered versions to compare with, by model; none, if it registered none
 */
public record Rebuild(String run, Map<String, String> fingerprints, Map<String, Integer> versions) {
  public Rebuild {
    fingerprints = Map.copyOf(fingerprints);
    versions = Map.copyOf(versions);
  }

  /** Whether a stage registered one of the versions. */
  public boolean registered(PipelineStage<?> stage) {
    return stage.stage() instanceof Deployer<?> deployer
        && deployer.registers()
        && versions.containsKey(deployer.target().model());
  }

  /**
   * The pipeline without gates that compare with registered versions: those were others then, and
   * the model passed.
   */
  public <D> Pipeline<D> ungated(Pipeline<D> pipeline) {
    List<PipelineStage<D>> stages = new ArrayList<>();
    for (PipelineStage<D> stage : pipeline.stages()) {
      List<Gate> own =
          stage.settings().gates().stream().filter(gate -> gate.aliasOrNull() == null).toList();
      stages.add(
          stage.withSettings(
              stage.settings().withGates(own, stage.settings().select().orElse(null))));
    }
    return new Pipeline<>(
        pipeline.name(),
        pipeline.seed(),
        pipeline.params(),
        pipeline.engineSettings(),
        pipeline.trackingOrNull(),
        stages,
        pipeline.resolved());
  }

  /**
   * What is to be done: all that leads to the models, from the tables on that sinks wrote and that
   * are still there.
   *
   * @param reopened the sinks whose tables are there
   */
  <D> Scope scope(Pipeline<D> pipeline, Set<String> reopened) {
    Set<String> wanted = new HashSet<>();
    // What learns before a table is a step of the model, too.
    Set<String> before = new HashSet<>();
    List<PipelineStage<D>> stages = pipeline.stages();
    for (int i = stages.size() - 1; i >= 0; i--) {
      PipelineStage<D> stage = stages.get(i);
      boolean end = versions.isEmpty() ? !(stage.stage() instanceof Deployer) : registered(stage);
      boolean learns = stage.stage() instanceof Transformer<D> transformer && transformer.learns();
      if (end || wanted.contains(stage.id()) || before.contains(stage.id()) && learns) {
        wanted.add(stage.id());
        boolean source =
            reopened.contains(stage.id())
                && stage.stage() instanceof Sink<D> sink
                && !sink.handsOnInput();
        (source ? before : wanted).addAll(stage.inputs().values());
      } else if (before.contains(stage.id())) {
        before.addAll(stage.inputs().values());
      }
    }
    return new Scope(wanted, Set.of());
  }
}
