package io.millrace.core.run;

import io.millrace.api.Fit;
import io.millrace.api.Parts;
import io.millrace.api.SharingTransformer;
import io.millrace.api.Transformer;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.PlannedStage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Fits a transformer, and brings along what those that share its pass are to learn. */
final class PassWork<D> {
  private final Workbench<D> bench;
  private final RunMemory<D> memory;

  PassWork(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
  }

  /** One fit for each way. */
  List<Fit<D>> fit(PlannedStage<D> planned, Flow<D> input, StageNotes<D> context) {
    List<SharingTransformer.Learning<D>> learnings =
        memory
            .takeLearnings(planned.fingerprint())
            .orElseGet(() -> readEach(planned, input, context));
    List<Fit<D>> fits = new ArrayList<>();
    for (int way = 0; way < input.ways().size(); way++) {
      context.checkCancelled();
      fits.add(
          learnings.isEmpty()
              ? ((Transformer<D>) planned.stage().stage())
                  .fit(input.ways().get(way).train(), context)
              : learnings.get(way).fit(context));
    }
    return fits;
  }

  /** Of each way, for this stage; empty if it learns by itself. */
  private List<SharingTransformer.Learning<D>> readEach(
      PlannedStage<D> planned, Flow<D> input, StageNotes<D> context) {
    List<PlannedStage<D>> group = new ArrayList<>(List.of(planned));
    bench
        .plan()
        .sharedPasses()
        .forEach(
            (follower, leader) -> {
              if (leader.equals(planned.id())) {
                group.add(bench.plan().stage(follower));
              }
            });
    if (group.size() == 1) {
      return List.of();
    }
    List<List<SharingTransformer.Learning<D>>> byStage = new ArrayList<>();
    group.forEach(stage -> byStage.add(new ArrayList<>()));
    for (Parts<D> parts : input.ways()) {
      context.checkCancelled();
      List<SharingTransformer.Learning<D>> read =
          read(parts.train(), group.stream().map(PlannedStage::stage).toList());
      if (read.isEmpty()) {
        return List.of();
      }
      for (int i = 0; i < group.size(); i++) {
        byStage.get(i).add(read.get(i));
      }
    }
    for (int i = 1; i < group.size(); i++) {
      memory.learnings(group.get(i).fingerprint(), byStage.get(i));
    }
    return byStage.get(0);
  }

  /**
   * Reads what several stages learn from, in one pass; the first one's port does it. Empty if there
   * are no several, or if it failed: each then learns by itself, so that the failure is told where
   * it belongs.
   */
  static <D> List<SharingTransformer.Learning<D>> read(D train, List<PipelineStage<D>> stages) {
    if (stages.size() < 2) {
      return List.of();
    }
    List<SharingTransformer<D>> transformers = new ArrayList<>();
    stages.forEach(stage -> transformers.add((SharingTransformer<D>) stage.stage()));
    try {
      return transformers.get(0).readAll(train, transformers);
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      return List.of();
    }
  }
}
