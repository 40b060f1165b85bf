package io.millrace.core.run;

import io.millrace.api.Combiner;
import io.millrace.api.Engine;
import io.millrace.api.Ingestor;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Sink;
import io.millrace.api.Splitter;
import io.millrace.api.effect.Receipt;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.plan.PlannedStage.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The work of stages that yield frames without learning: ingestors, combiners, sinks, splitters.
 */
final class FrameWork<D> {
  private final Workbench<D> bench;

  FrameWork(Workbench<D> bench) {
    this.bench = bench;
  }

  /** Reads a source; a lazy engine only declares it. */
  Flow<D> ingest(PlannedStage<D> planned, StageNotes<D> context) {
    Ingestor<D> ingestor = (Ingestor<D>) planned.stage().stage();
    Optional<String> version = Optional.of(planned.dataVersion()).filter(v -> !v.isEmpty());
    D frame = ingestor.read(version, context);
    double share = bench.plan().request().sample();
    Engine<D> engine = bench.engine(planned.id());
    return Flow.whole(
        share == 1 ? frame : engine.sample(frame, share, bench.plan().pipeline().seed()));
  }

  /** Combines frames. */
  Flow<D> combine(PlannedStage<D> planned, Map<String, Flow<D>> inputs, StageNotes<D> context) {
    Combiner<D> combiner = (Combiner<D>) planned.stage().stage();
    return Flow.whole(combiner.combine(frames(inputs), context));
  }

  /** Splits a frame, or declares its parts again. */
  Flow<D> split(PlannedStage<D> planned, Map<String, Flow<D>> inputs, StageNotes<D> context) {
    Splitter<D> splitter = (Splitter<D>) planned.stage().stage();
    Map<String, D> frames = frames(inputs);
    List<Parts<D>> ways = new ArrayList<>(splitter.split(frames, context));
    if (splitter.folds()) {
      ways.add(Parts.of(Map.of(Part.TRAIN, frames.values().iterator().next())));
    }
    return new Flow<>(true, ways);
  }

  /** Writes a frame, once for each effect, or finds again what was written. */
  Flow<D> sink(PlannedStage<D> planned, Map<String, Flow<D>> inputs, StageNotes<D> context) {
    Sink<D> sink = (Sink<D>) planned.stage().stage();
    Map<String, D> frames = frames(inputs);
    boolean reopens = planned.action() == Action.REUSE && bench.plan().request().reopens();
    if (!bench.plan().request().effects() && !reopens) {
      return Flow.whole(sink.withoutWriting(frames, context));
    }
    if (planned.action() == Action.REUSE) {
      KeptOutput kept = planned.kept().orElseThrow();
      return Flow.whole(sink.reopen(new Receipt(kept.facts()), frames, context));
    }
    Receipt receipt = once(sink, frames, context);
    bench.kept().keep(planned.id(), planned.fingerprint(), receipt.facts());
    return Flow.whole(sink.reopen(receipt, sink.handsOnInput() ? frames : Map.of(), context));
  }

  private Receipt once(Sink<D> sink, Map<String, D> frames, StageNotes<D> context) {
    Journal journal = bench.services().journal();
    Optional<Receipt> done = journal.effect(context.effect());
    if (done.isPresent()) {
      return done.get();
    }
    journal.intend(context.effect());
    Receipt receipt = sink.write(frames, context);
    journal.done(context.effect(), receipt);
    return receipt;
  }

  private static <D> Map<String, D> frames(Map<String, Flow<D>> inputs) {
    Map<String, D> frames = new LinkedHashMap<>();
    inputs.forEach((name, flow) -> frames.put(name, flow.frame()));
    return frames;
  }
}
