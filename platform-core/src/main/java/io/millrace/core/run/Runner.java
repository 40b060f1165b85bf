package io.millrace.core.run;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Engine;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunStart;
import io.millrace.core.lease.LeaseKeeper;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlanRequest;
import io.millrace.core.plan.Planner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/**
 * Runs a pipeline from plan to report: takes the lease, remembers the run, carries out the plan
 * round by round, and leaves everything such that the run can be resumed, however it ends.
 */
public final class Runner<D> {
  private final RunServices<D> services;
  private final Planner<D> planner;
  private final EngineSource<D> engines;
  private final Clock time;
  private final int parallelism;
  private final CountDownLatch cancelled = new CountDownLatch(1);

  /**
   * A runner for one run.
   *
   * @param parallelism how many stages, or trials of a search, run side by side
   */
  public Runner(
      RunServices<D> services,
      Planner<D> planner,
      EngineSource<D> engines,
      Clock time,
      int parallelism) {
    this.services = requireNonNull(services, "services is null");
    this.planner = requireNonNull(planner, "planner is null");
    this.engines = requireNonNull(engines, "engines is null");
    this.time = requireNonNull(time, "time is null");
    this.parallelism = parallelism;
  }

  /** Stops the run as soon as that is safe; what is finished stays, and the run can be resumed. */
  public void cancel() {
    cancelled.countDown();
    engines.started().ifPresent(Engine::cancel);
  }

  /**
   * Runs.
   *
   * @param start how the run is remembered; its documents must let it be resumed
   * @throws MillraceException RUN_IS_LIVE, if another process works on this run; what planning
   *     throws
   */
  public RunReport run(
      Pipeline<D> pipeline, PlanRequest request, RunStart start, RunListener listener) {
    long begin = System.nanoTime();
    RunMemory<D> memory = new RunMemory<>();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Runner::daemon);
    try (LeaseKeeper lease =
        LeaseKeeper.take(
            start.run(),
            services.journal(),
            time,
            clock,
            cancelled,
            listener::waitingForLease,
            this::cancel)) {
      requireNonNull(lease);
      Plan<D> plan = planner.plan(pipeline, request);
      services.tracker().start(withPlan(start, plan));
      carryOut(plan, pipeline, memory, clock, listener);
      RunEnd<D> end = new RunEnd<>(services, memory, cancelled.getCount() == 0);
      return end.report(
          start, time.instant(), engines.started().isPresent(), (System.nanoTime() - begin) / 1e9);
    } finally {
      clock.shutdownNow();
      deleteScratch(start.run());
    }
  }

  /**
   * Looks at the rows of the stage that the request asks for: of a split's {@code train}, of the
   * predictions of a trainer's evaluated part. Nothing is written but what stages learnt.
   *
   * @param part the part to show; empty for the usual one
   * @param rows at most so many
   */
  public Preview preview(
      Pipeline<D> pipeline,
      PlanRequest request,
      Optional<Part> part,
      int rows,
      RunListener listener) {
    RunMemory<D> memory = new RunMemory<>();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Runner::daemon);
    String stage = request.until().orElseThrow();
    try {
      carryOut(planner.plan(pipeline, request), pipeline, memory, clock, listener);
      if (memory.failure().isPresent()) {
        throw memory.failure().get().cause();
      }
      if (cancelled.getCount() == 0) {
        throw new CancellationException("the run was cancelled");
      }
      Engine<D> engine = engines.engine(stage, listener);
      return engine.inStage(stage, () -> preview(stage, memory.output(stage), part, rows, engine));
    } catch (MillraceException | CancellationException e) {
      throw e;
    } catch (Exception e) {
      throw explain(e);
    } finally {
      memory.releaseAll(engines.started());
      clock.shutdownNow();
      deleteScratch(request.run());
    }
  }

  private Preview preview(
      String stage, Output<D> output, Optional<Part> wanted, int rows, Engine<D> engine) {
    boolean trained = output instanceof Output.Trained<D>;
    Flow<D> flow = output instanceof Output.Trained<D> model ? model.input() : output.flow();
    Parts<D> parts = flow.last();
    Part part = wanted.orElse(trained ? parts.evaluated() : Part.TRAIN);
    D frame = parts.require(part);
    if (output instanceof Output.Trained<D> model) {
      frame = model.models().get(model.models().size() - 1).predict(frame);
    }
    return new Preview(
        stage, flow.split() ? part.text() : "", engine.schema(frame), engine.head(frame, rows));
  }

  private void carryOut(
      Plan<D> first,
      Pipeline<D> pipeline,
      RunMemory<D> memory,
      ScheduledExecutorService clock,
      RunListener listener) {
    Attempts attempts =
        new Attempts(
            clock,
            cancelled,
            () -> engines.started().ifPresent(Engine::cancel),
            this::explain,
            listener);
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(2, parallelism), Runner::daemon);
    try {
      Plan<D> plan = first;
      memory.planned(plan);
      listener.planned(plan);
      if (plan.hasPendingSearch()) {
        execution(plan, memory, attempts, threads, listener).runSearches();
        if (memory.failure().isEmpty() && cancelled.getCount() > 0) {
          plan = planner.plan(pipeline, plan.request());
          memory.planned(plan);
          listener.planned(plan);
          memory.nextRound();
        }
      }
      noteSearches(plan, memory);
      execution(plan, memory, attempts, threads, listener).runAll();
    } catch (MillraceException e) {
      memory.failed("", e);
    } catch (CancellationException e) {
      cancelled.countDown();
    } finally {
      memory.releaseAll(engines.started());
      threads.shutdownNow();
    }
  }

  private PlanExecution<D> execution(
      Plan<D> plan,
      RunMemory<D> memory,
      Attempts attempts,
      ExecutorService threads,
      RunListener listener) {
    KeptState kept = new KeptState(plan.request().run(), services.journal(), services.artifacts());
    Workbench<D> bench =
        new Workbench<>(plan, services, engines, kept, listener, () -> cancelled.getCount() == 0);
    return new PlanExecution<>(bench, memory, attempts, threads, parallelism);
  }

  private void noteSearches(Plan<D> plan, RunMemory<D> memory) {
    plan.searches()
        .forEach(
            search ->
                search
                    .kept()
                    .ifPresent(kept -> memory.searched(search.way().trainer().id(), kept)));
  }

  private MillraceException explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MillraceException known) {
        return known;
      }
    }
    return engines
        .started()
        .map(engine -> engine.explain(failure))
        .orElseGet(
            () -> new MillraceException(StandardError.INTERNAL, failure.toString(), failure));
  }

  private RunStart withPlan(RunStart start, Plan<D> plan) {
    Map<String, String> documents = new LinkedHashMap<>(start.documents());
    plan.dataVersions().forEach((stage, version) -> documents.put("data/" + stage, version));
    documents.put(PlanGraph.NAME, PlanGraph.write(plan));
    return new RunStart(
        start.run(), start.pipeline(), start.time(), start.params(), start.tags(), documents);
  }

  private void deleteScratch(String run) {
    Path scratch = services.runs().resolve(run).resolve("scratch");
    if (Files.exists(scratch)) {
      try (Stream<Path> files = Files.walk(scratch)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "millrace-run");
    thread.setDaemon(true);
    return thread;
  }
}
