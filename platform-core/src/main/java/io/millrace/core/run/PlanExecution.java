package io.millrace.core.run;

import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.PlannedSearch;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.plan.PlannedStage.Action;
import io.millrace.core.plan.StageTraits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** Carries out a plan, or as much of it as comes before its searches: stages side by side. */
final class PlanExecution<D> {
  private final Workbench<D> bench;
  private final RunMemory<D> memory;
  private final Attempts attempts;
  private final ExecutorService threads;
  private final int parallelism;
  private final StageExecution<D> stages;
  private final StreamDeployWork<D> follows;
  private final Map<String, Integer> positions = new HashMap<>();

  PlanExecution(
      Workbench<D> bench,
      RunMemory<D> memory,
      Attempts attempts,
      ExecutorService threads,
      int parallelism) {
    this.bench = bench;
    this.memory = memory;
    this.attempts = attempts;
    this.threads = threads;
    this.parallelism = parallelism;
    this.stages = new StageExecution<>(bench, memory);
    this.follows = new StreamDeployWork<>(bench, memory);
    List<PlannedStage<D>> all = bench.plan().stages();
    for (int i = 0; i < all.size(); i++) {
      positions.put(all.get(i).id(), i);
    }
  }

  /** Makes the searches that are still to be made, and does what they need. */
  void runSearches() {
    Set<String> needed = new HashSet<>();
    List<PlannedSearch<D>> pending =
        bench.plan().searches().stream().filter(PlannedSearch::isPending).toList();
    pending.forEach(search -> addWithAncestors(search.way().source(), needed));
    Map<String, CompletableFuture<Void>> futures = start(needed);
    CompletableFuture<?>[] searches =
        pending.stream()
            .map(
                search ->
                    after(futures, List.of(search.way().source().id()))
                        .thenRunAsync(() -> guarded(search), threads))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(searches).join();
    join(futures);
  }

  /** Does everything. */
  void runAll() {
    Set<String> all = new HashSet<>();
    bench.plan().stages().forEach(stage -> all.add(stage.id()));
    join(start(all));
  }

  private Map<String, CompletableFuture<Void>> start(Set<String> ids) {
    Map<String, CompletableFuture<Void>> futures = new HashMap<>();
    for (PlannedStage<D> planned : bench.plan().stages()) {
      if (ids.contains(planned.id())) {
        futures.put(
            planned.id(),
            after(futures, planned.stage().inputs().values())
                .thenRunAsync(() -> guarded(planned), threads));
      }
    }
    return futures;
  }

  private static CompletableFuture<Void> after(
      Map<String, CompletableFuture<Void>> futures, java.util.Collection<String> ids) {
    return CompletableFuture.allOf(
        ids.stream().map(futures::get).toArray(CompletableFuture[]::new));
  }

  private static void join(Map<String, CompletableFuture<Void>> futures) {
    CompletableFuture.allOf(futures.values().toArray(CompletableFuture[]::new)).join();
  }

  private void addWithAncestors(PipelineStage<D> stage, Set<String> ids) {
    ids.add(stage.id());
    stage.inputs().values().forEach(id -> addWithAncestors(bench.plan().pipeline().stage(id), ids));
  }

  private void guarded(PlannedStage<D> planned) {
    long start = System.nanoTime();
    try {
      if (planned.action() == Action.SKIP || stopped() || isRefused(planned)) {
        skip(planned);
        return;
      }
      Output<D> earlier = memory.output(planned.id(), planned.fingerprint()).orElse(null);
      if (earlier != null && !(earlier instanceof Output.Unneeded<D> && planned.isActive())) {
        return;
      }
      if (planned.isActive()) {
        bench.listener().stageStarted(planned.id());
      }
      Output<D> output =
          attempts.run(planned.id(), planned.stage().settings(), () -> stages.perform(planned));
      memory.done(planned.id(), planned.fingerprint(), output);
      finish(planned, seconds(start));
    } catch (MillraceException e) {
      memory.failed(planned.id(), e);
      bench.listener().stageFailed(planned.id(), e);
      note(
          record(
              planned, StageRecord.Status.FAILED, seconds(start), String.valueOf(e.getMessage())));
    } catch (CancellationException e) {
      note(record(planned, StageRecord.Status.SKIPPED, seconds(start), "interrupted"));
    }
  }

  private void guarded(PlannedSearch<D> search) {
    String trainer = search.way().trainer().id();
    try {
      if (stopped()) {
        return;
      }
      bench.listener().stageStarted(trainer);
      Flow<D> source = memory.output(search.way().source().id()).flow();
      StageNotes<D> context = bench.context(trainer, search.fingerprint());
      KeptOutput result =
          attempts.run(
              trainer,
              search.way().trainer().settings(),
              () ->
                  bench
                      .engine(trainer)
                      .inStage(
                          trainer,
                          () ->
                              new SearchWork<>(bench, search)
                                  .search(source, context, parallelism)));
      memory.searched(trainer, result);
    } catch (MillraceException e) {
      memory.failed(trainer, e);
      bench.listener().stageFailed(trainer, e);
      PlannedStage<D> planned = bench.plan().stage(trainer);
      note(record(planned, StageRecord.Status.FAILED, 0, String.valueOf(e.getMessage())));
    } catch (CancellationException e) {
      note(record(bench.plan().stage(trainer), StageRecord.Status.SKIPPED, 0, "interrupted"));
    }
  }

  private boolean stopped() {
    return bench.cancelled().getAsBoolean() || memory.failure().isPresent();
  }

  /**
   * Whether a stage before this one was not reached, or an evaluator let no model pass; who follows
   * by an alias does not wait for another version.
   */
  private boolean isRefused(PlannedStage<D> planned) {
    boolean table = planned.action() == Action.REUSE && planned.stage().kind() == StageKind.SINK;
    if (table && !StageTraits.reopensFromInputs(planned.stage(), true)) {
      // What led to it need not be there: a model that is made anew starts at the table.
      return false;
    }
    return planned.stage().inputs().entrySet().stream()
        .filter(input -> isHeldBack(input.getValue()))
        .anyMatch(input -> !follows.goesOnWithout(input.getKey(), planned));
  }

  private boolean isHeldBack(String input) {
    return memory.isSkipped(input)
        || memory.find(input).orElse(null) instanceof Output.Judged<D> judged
            && judged.trainer().isEmpty();
  }

  private void skip(PlannedStage<D> planned) {
    memory.skipped(planned.id());
    note(record(planned, StageRecord.Status.SKIPPED, 0, ""));
  }

  private void finish(PlannedStage<D> planned, double seconds) {
    boolean worked = planned.action() == Action.WORK;
    String readAgain =
        !worked && !planned.rowsFor().isEmpty()
            ? "read again for " + String.join(", ", planned.rowsFor())
            : "";
    StageRecord.Status status = worked ? StageRecord.Status.RAN : StageRecord.Status.REUSED;
    note(record(planned, status, seconds, readAgain));
    if (worked) {
      memory.finished(planned.id(), bench.engines().started());
    }
  }

  private void note(StageRecord record) {
    if (memory.record(record)) {
      if (!bench.plan().request().rowsWanted()) {
        bench.services().tracker().stage(bench.plan().request().run(), record);
      }
      bench.listener().stageFinished(record);
    }
  }

  private StageRecord record(
      PlannedStage<D> planned, StageRecord.Status status, double seconds, String message) {
    StageFigures figures =
        status == StageRecord.Status.RAN
                && !StageTraits.isLazy(planned.stage(), bench.plan().request().effects())
            ? bench.figures(planned.stage())
            : StageFigures.NONE;
    return new StageRecord(
        positions.getOrDefault(planned.id(), 0),
        planned.id(),
        planned.stage().use(),
        status,
        planned.fingerprint(),
        planned.dataVersion(),
        seconds,
        figures,
        bench.facts(planned.id()),
        bench.services().mask().apply(message));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
