package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.StageSettings;
import io.millrace.core.plan.Persistence;
import io.millrace.core.plan.PlannedStage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a stage's frames are kept: how they are cut, on disk for good, in memory for a while. */
final class FramePlacement<D> {
  private static final String SPLIT = "split";
  private static final String CHECKPOINT = "checkpoint:";

  private final Workbench<D> bench;
  private final RunMemory<D> memory;

  FramePlacement(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
  }

  /** The fingerprint under which a stage's frames, rather than its state, are kept on disk. */
  private static String checkpointKey(PlannedStage<?> planned) {
    return CHECKPOINT + planned.fingerprint();
  }

  /** The frames that a checkpoint kept, if the stage has one. */
  Optional<Flow<D>> checkpointed(PlannedStage<D> planned) {
    if (!planned.stage().settings().checkpoint() || planned.kept().isEmpty()) {
      return Optional.empty();
    }
    return bench
        .services()
        .journal()
        .kept(checkpointKey(planned))
        .filter(kept -> bench.services().artifacts().exists(kept.artifact()))
        .map(kept -> read(planned.id(), kept));
  }

  /** Places frames that were just declared. */
  Flow<D> place(PlannedStage<D> planned, Flow<D> declared) {
    StageSettings<D> settings = planned.stage().settings();
    Engine<D> engine = bench.engine(planned.id());
    Flow<D> flow = declared;
    if (settings.partitionCount().isPresent()) {
      flow = flow.map(frame -> engine.repartition(frame, settings.partitions()));
    }
    if (settings.broadcast()) {
      flow = flow.map(engine::broadcast);
    }
    if (settings.checkpoint()) {
      flow = checkpoint(planned, flow);
    }
    return persist(planned, flow, engine);
  }

  private Flow<D> persist(PlannedStage<D> planned, Flow<D> flow, Engine<D> engine) {
    Optional<Persistence> wanted = planned.persistence();
    if (wanted.isEmpty()) {
      return flow;
    }
    List<D> persisted = new ArrayList<>();
    List<Parts<D>> ways = new ArrayList<>();
    for (Parts<D> parts : flow.ways()) {
      Parts<D> placed = parts;
      for (Part part : wanted.get().parts()) {
        if (parts.part(part).isPresent()) {
          D frame = engine.persist(parts.require(part), wanted.get().level());
          persisted.add(frame);
          placed = placed.with(part, frame);
        }
      }
      ways.add(placed);
    }
    memory.hold(planned.id(), persisted, wanted.get().until());
    return new Flow<>(flow.split(), ways, flow.steps());
  }

  private Flow<D> checkpoint(PlannedStage<D> planned, Flow<D> flow) {
    Engine<D> engine = bench.engine(planned.id());
    KeptOutput kept =
        bench
            .kept()
            .keepFiles(
                planned.id(),
                checkpointKey(planned),
                "frames",
                Map.of(SPLIT, Boolean.toString(flow.split())),
                directory -> {
                  for (int i = 0; i < flow.ways().size(); i++) {
                    Path way = Files.createDirectories(directory.resolve("way-" + i));
                    flow.ways()
                        .get(i)
                        .frames()
                        .forEach(
                            (part, frame) ->
                                engine.writeCheckpoint(frame, way.resolve(part.text())));
                  }
                });
    return read(planned.id(), kept);
  }

  private Flow<D> read(String stage, KeptOutput kept) {
    Engine<D> engine = bench.engine(stage);
    Path directory = bench.kept().open(kept);
    List<Parts<D>> ways = new ArrayList<>();
    for (int i = 0; Files.isDirectory(directory.resolve("way-" + i)); i++) {
      Map<Part, D> frames = new EnumMap<>(Part.class);
      for (Part part : Part.values()) {
        Path frame = directory.resolve("way-" + i).resolve(part.text());
        if (Files.isDirectory(frame)) {
          frames.put(part, engine.readCheckpoint(frame));
        }
      }
      ways.add(Parts.of(frames));
    }
    return new Flow<>(Boolean.parseBoolean(kept.facts().get(SPLIT)), ways);
  }
}
