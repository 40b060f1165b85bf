package io.millrace.core.run;

import io.millrace.api.Deployer;
import io.millrace.api.Engine;
import io.millrace.api.Ingestor;
import io.millrace.api.Refiner;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.plan.PlannedStage.Action;
import io.millrace.core.plan.StageTraits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Does the work of one stage, given that those before it are done. */
final class StageExecution<D> {
  private final Workbench<D> bench;
  private final RunMemory<D> memory;
  private final FrameWork<D> frames;
  private final LearningWork<D> learning;
  private final FramePlacement<D> placement;

  StageExecution(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
    this.frames = new FrameWork<>(bench);
    this.learning = new LearningWork<>(bench, memory);
    this.placement = new FramePlacement<>(bench, memory);
  }

  /** The stage's output. */
  Output<D> perform(PlannedStage<D> planned) throws Exception {
    if (planned.stage().kind() == StageKind.TRAINER && planned.action() == Action.REUSE) {
      noteAgain(planned);
    }
    return switch (planned.stage().kind()) {
      case EVALUATOR -> judge(planned);
      case DEPLOYER -> deploy(planned);
      default ->
          isOnlyFollowed(planned)
              ? noted(planned)
              : planned.isActive() ? onEngine(planned) : new Output.Unneeded<>();
    };
  }

  /** What was told of a model in tables and curves is told of it in each run that uses it. */
  private void noteAgain(PlannedStage<D> planned) {
    StageNotes<D> context = bench.context(planned.id(), planned.fingerprint());
    planned.kept().ifPresent(kept -> TableFacts.among(kept.facts()).forEach(context::fact));
  }

  private boolean isOnlyFollowed(PlannedStage<D> planned) {
    return planned.rowsFor().isEmpty()
        && StageTraits.isOnlyFollowed(planned.stage(), bench.plan().pipeline());
  }

  /** Those who follow a source open it themselves. */
  private Output<D> noted(PlannedStage<D> planned) {
    if (planned.action() == Action.WORK) {
      bench.kept().keep(planned.id(), planned.fingerprint(), Map.of());
    }
    return new Output.Unneeded<>();
  }

  private Output<D> onEngine(PlannedStage<D> planned) throws Exception {
    Engine<D> engine = bench.engine(planned.id());
    return engine.inStage(planned.id(), () -> produce(planned));
  }

  private Output<D> produce(PlannedStage<D> planned) {
    StageNotes<D> context = bench.context(planned.id(), planned.fingerprint());
    Optional<Flow<D>> checkpointed = placement.checkpointed(planned);
    if (checkpointed.isPresent()) {
      return new Output.Frames<>(checkpointed.get());
    }
    if (planned.stage().kind() == StageKind.TRAINER) {
      Output<D> trained =
          planned.stage().stage() instanceof Refiner
              ? new RefiningWork<>(bench, memory)
                  .refine(planned, (Output.Trained<D>) onlyInput(planned), context)
              : learning.train(planned, onlyInput(planned).flow(), context);
      requireUnchangedSources(planned);
      return trained;
    }
    Flow<D> declared = declare(planned, context);
    Flow<D> placed = placement.place(planned, declared);
    boolean lazy = StageTraits.isLazy(planned.stage(), bench.plan().request().effects());
    if (planned.action() == Action.WORK && hasNothingToKeep(planned.stage())) {
      bench.kept().keep(planned.id(), planned.fingerprint(), Map.of());
    }
    if (!lazy) {
      requireUnchangedSources(planned);
    }
    return new Output.Frames<>(placed);
  }

  /** Whether only the fact that the stage was reached is left to be noted. */
  private static boolean hasNothingToKeep(PipelineStage<?> stage) {
    return stage.kind() != StageKind.SINK
        && !(stage.stage() instanceof Transformer<?> transformer && transformer.learns());
  }

  private Flow<D> declare(PlannedStage<D> planned, StageNotes<D> context) {
    Map<String, Flow<D>> inputs = new LinkedHashMap<>();
    boolean reopened =
        planned.action() == Action.REUSE
            && !StageTraits.reopensFromInputs(planned.stage(), bench.plan().request().reopens());
    if (!reopened) {
      planned.stage().inputs().forEach((name, id) -> inputs.put(name, memory.output(id).flow()));
    }
    return switch (planned.stage().kind()) {
      case INGESTOR -> frames.ingest(planned, context);
      case COMBINER -> frames.combine(planned, inputs, context);
      case SINK -> frames.sink(planned, inputs, context);
      case SPLITTER -> frames.split(planned, inputs, context);
      default -> learning.transform(planned, inputs.values().iterator().next(), context);
    };
  }

  private Output<D> judge(PlannedStage<D> planned) throws Exception {
    StageNotes<D> context = bench.context(planned.id(), planned.fingerprint());
    JudgingWork<D> work = new JudgingWork<>(bench, memory);
    boolean needsRows =
        planned.action() == Action.WORK
            || bench.plan().champions().stream()
                .anyMatch(c -> c.evaluator().equals(planned.id()) && c.keptOrNull() == null);
    Output.Judged<D> judged =
        needsRows
            ? bench.engine(planned.id()).inStage(planned.id(), () -> work.judge(planned, context))
            : work.judge(planned, context);
    new ReferenceWork<>(bench, memory).takeFor(planned.id());
    Map<String, Double> metrics = MetricFacts.prefixed(planned.id() + ".", judged.metrics());
    memory.metrics(metrics);
    bench.listener().measured(planned.id(), metrics);
    return judged;
  }

  private Output<D> deploy(PlannedStage<D> planned) {
    if (planned.stage().stage() instanceof StreamingDeployer<D> deployer) {
      if (planned.action() == Action.WORK) {
        StageNotes<D> context = bench.context(planned.id(), planned.fingerprint());
        new StreamDeployWork<>(bench, memory).deploy(planned, deployer, context);
      }
      return new Output.Unneeded<>();
    }
    Output<D> input = onlyInput(planned);
    if (planned.action() != Action.WORK) {
      planned.kept().ifPresent(kept -> noteReceipt(planned, new Receipt(kept.facts())));
      return new Output.Unneeded<>();
    }
    String trainer =
        input instanceof Output.Judged<D> judged
            ? judged.trainer().orElseThrow()
            : planned.stage().inputs().values().iterator().next();
    StageNotes<D> context = bench.context(planned.id(), planned.fingerprint());
    if (bench.plan().request().rebuilding().isPresent()) {
      Rebuilt rebuilt = new RebuildWork<>(bench, memory).rebuild(planned, trainer, context);
      bench.listener().rebuilt(rebuilt);
      return new Output.Unneeded<>();
    }
    Receipt receipt = new DeployWork<>(bench, memory).deploy(planned, trainer, context);
    noteReceipt(planned, receipt);
    return new Output.Unneeded<>();
  }

  private void noteReceipt(PlannedStage<D> planned, Receipt receipt) {
    Deployer<D> deployer = (Deployer<D>) planned.stage().stage();
    memory.deployed(deployer.target().model(), receipt);
  }

  private Output<D> onlyInput(PlannedStage<D> planned) {
    return memory.output(planned.stage().inputs().values().iterator().next());
  }

  /**
   * A source that changed while it was read makes whatever was learnt from it unrepeatable: it is
   * compared with its version before anything behind it counts as done.
   */
  private void requireUnchangedSources(PlannedStage<D> planned) {
    for (PlannedStage<D> source : bench.plan().stages()) {
      boolean read = source.isActive() && !source.dataVersion().isEmpty();
      if (read && isUpstream(source.stage(), planned.stage())) {
        Ingestor<D> ingestor = (Ingestor<D>) source.stage().stage();
        if (!ingestor.canRead(source.dataVersion(), bench.services()::features)) {
          bench.services().journal().forget(planned.fingerprint());
          throw new MillraceException(
              StandardError.SOURCE_CHANGED,
              "the data of stage '%s' changed while '%s' read it; run again"
                  .formatted(source.id(), planned.id()));
        }
      }
    }
  }

  private boolean isUpstream(PipelineStage<D> source, PipelineStage<D> stage) {
    return stage.id().equals(source.id())
        || stage.inputs().values().stream()
            .anyMatch(id -> isUpstream(source, bench.plan().pipeline().stage(id)));
  }
}
