package io.millrace.core.run;

import io.millrace.api.Deployer;
import io.millrace.api.Engine;
import io.millrace.api.effect.Receipt;
import io.millrace.api.stream.StreamScoring;
import io.millrace.api.stream.StreamTarget;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.RunLink;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.score.ModelName;
import io.millrace.core.stream.BatchReport;
import io.millrace.core.stream.OptionNames;
import io.millrace.core.stream.StreamExecution;
import io.millrace.core.stream.StreamJob;
import io.millrace.core.stream.StreamListener;
import io.millrace.core.stream.StreamReport;
import io.millrace.core.stream.Verified;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The work of a deployer that follows a source. No effect is noted beside its checkpoint, which
 * alone knows what is done: a repeat in the same run takes what arrived in between, too.
 */
final class StreamDeployWork<D> {
  private final Workbench<D> bench;
  private final RunMemory<D> memory;

  StreamDeployWork(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
  }

  /**
   * Whether a stage does its work though that input was not reached: who scores by an alias goes on
   * with the version that has it, if a gate let no other one be registered.
   */
  boolean goesOnWithout(String input, PlannedStage<D> planned) {
    PipelineStage<D> stage = planned.stage();
    if (!(stage.stage() instanceof StreamingDeployer<D> follower)
        || input.equals(StreamingDeployer.ROWS)) {
      return false;
    }
    String alias = follower.target().aliasOrNull();
    return alias != null
        && bench.services().models().alias(registered(stage.input(input)), alias).isPresent();
  }

  /** Scores what arrived, and keeps that all was scored that the plan knew of. */
  void deploy(PlannedStage<D> planned, StreamingDeployer<D> deployer, StageNotes<D> context) {
    Engine<D> engine = bench.engine(planned.id());
    Receipt receipt;
    try {
      receipt =
          engine.inStage(
              planned.id(),
              () ->
                  deployer.deploy(
                      () -> score(planned, deployer.target(), engine, context), context));
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw engine.explain(e);
    }
    bench.kept().keep(planned.id(), planned.fingerprint(), receipt.facts());
  }

  private StreamScoring.Outcome score(
      PlannedStage<D> planned, StreamTarget target, Engine<D> engine, StageNotes<D> context) {
    StreamJob<D> job = job(planned, target);
    StreamExecution.Services<D> services =
        new StreamExecution.Services<>(
            bench.services().models(), bench.services().resolver(), effect -> context);
    StreamReport report =
        new StreamExecution<>(job, services)
            .execute(engine, planned.id(), new Notes<>(context, memory));
    return new StreamScoring.Outcome(
        report.stream(),
        report.model(),
        report.version(),
        job.target().delivery(),
        report.batches(),
        report.rows(),
        report.deadLetters());
  }

  private StreamJob<D> job(PlannedStage<D> planned, StreamTarget target) {
    PipelineStage<D> stage = planned.stage();
    ModelName model = model(stage.inputs().values().iterator().next(), target.aliasOrNull());
    StreamingIngestor<D> source =
        (StreamingIngestor<D>)
            bench.plan().pipeline().stage(stage.input(StreamingDeployer.ROWS)).stage();
    StreamJob.Places<D> places =
        StreamJob.Places.of(
            target.output(),
            target.deadLettersOrNull(),
            bench.services().world(),
            OptionNames.STAGE);
    return new StreamJob<>(
        model,
        Verified.of(model.find(bench.services().models()), bench.services().models()),
        source,
        places.target(),
        places.deadLetters(),
        target.settings(),
        target.stamp(),
        OptionNames.STAGE);
  }

  /** The name under which a deployer registers. */
  private String registered(String deployer) {
    return ((Deployer<D>) bench.plan().pipeline().stage(deployer).stage()).target().model();
  }

  /** What an alias names, or what the deployer registered, in this run or an earlier one. */
  private ModelName model(String deployer, @Nullable String alias) {
    if (alias != null) {
      return new ModelName(registered(deployer), alias, 0);
    }
    Map<String, String> registered =
        bench
            .services()
            .journal()
            .kept(bench.plan().stage(deployer).fingerprint())
            .map(KeptOutput::facts)
            .orElseThrow();
    String model = registered.get("model");
    String version = registered.get("version");
    if (model == null || version == null) {
      throw new IllegalStateException(
          "'" + deployer + "' says that it registers, and names no version");
    }
    return new ModelName(model, null, Integer.parseInt(version));
  }

  /** Passes on what the stream tells. */
  private static final class Notes<D> implements StreamListener {
    private final StageNotes<D> context;
    private final RunMemory<D> memory;
    private final AtomicLong rows = new AtomicLong();

    Notes(StageNotes<D> context, RunMemory<D> memory) {
      this.context = context;
      this.memory = memory;
    }

    @Override
    public void started(String from, String to, String delivery) {}

    @Override
    public void batch(BatchReport report) {
      memory.link(RunLink.reads(Asset.model(report.model(), report.version())));
      context.rows(rows.addAndGet(Math.max(0, report.rows())));
    }

    @Override
    public void note(String message) {
      context.warn(message);
    }
  }
}
