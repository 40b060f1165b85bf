package io.millrace.core.plan;

import io.millrace.api.Part;
import io.millrace.api.Sink;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.PlannedStage.Action;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which frames are persisted: those that two or more actions read, where computing them
 * again each time costs more than keeping them. Costs are rough units: reading a column store is 1.
 */
final class PersistAdvisor<D> {
  private static final String LEVEL = "MEMORY_AND_DISK";

  /** What putting a frame into memory costs, beside computing it. */
  private static final double KEEPING = 1.5;

  /** What reading it back from memory costs. */
  private static final double READING_BACK = 0.3;

  private final List<PlannedStage<D>> stages;
  private final FrameReads<D> reads;

  /** What it costs to compute a stage's frame from what is kept nearest. */
  private final Map<String, Double> costs = new HashMap<>();

  private PersistAdvisor(List<PlannedStage<D>> stages, FrameReads<D> reads) {
    this.stages = stages;
    this.reads = reads;
  }

  /** The same stages, with what is persisted of each. */
  static <D> List<PlannedStage<D>> advise(
      Pipeline<D> pipeline, List<PlannedStage<D>> stages, List<PlannedSearch<D>> searches) {
    PersistAdvisor<D> advisor =
        new PersistAdvisor<>(stages, FrameReads.of(pipeline, stages, searches));
    return stages.stream().map(advisor::advise).toList();
  }

  private PlannedStage<D> advise(PlannedStage<D> planned) {
    double cost = costOf(planned);
    costs.put(planned.id(), cost);
    Persistence persistence = planned.isActive() ? decide(planned, cost) : null;
    if (persistence != null) {
      costs.put(planned.id(), READING_BACK);
    }
    return new PlannedStage<>(
        planned.stage(),
        planned.fingerprint(),
        planned.dataVersion(),
        planned.action(),
        planned.keptOrNull(),
        planned.rowsFor(),
        persistence);
  }

  private @Nullable Persistence decide(PlannedStage<D> planned, double cost) {
    PipelineStage<D> stage = planned.stage();
    Optional<String> asked = stage.settings().persist();
    boolean yieldsFrames =
        stage.kind() != StageKind.TRAINER
            && stage.kind() != StageKind.EVALUATOR
            && stage.kind() != StageKind.DEPLOYER;
    if (!yieldsFrames || asked.filter("none"::equals).isPresent()) {
      return null;
    }
    if (asked.isPresent()) {
      return new Persistence(
          EnumSet.allOf(Part.class), asked.get(), planned.rowsFor(), "the file asks for it");
    }
    if (stage.settings().checkpoint() || anotherInheritsAllReads(stage)) {
      return null;
    }
    Set<Part> worth = EnumSet.noneOf(Part.class);
    for (Part part : reads.parts(stage.id())) {
      int count = reads.of(stage.id(), part);
      if ((count - 1) * cost > KEEPING + count * READING_BACK) {
        worth.add(part);
      }
    }
    return worth.isEmpty()
        ? null
        : new Persistence(worth, LEVEL, planned.rowsFor(), why(stage, worth, cost));
  }

  private String why(PipelineStage<D> stage, Set<Part> parts, double cost) {
    String counts =
        parts.stream()
            .map(part -> part.text() + " is read " + reads.of(stage.id(), part) + " times")
            .collect(Collectors.joining(", "));
    return "%s; computing it costs %.1f of reading a table".formatted(counts, cost);
  }

  /** Whether the only reader is lazy, so that keeping its frame instead saves as many reads. */
  private boolean anotherInheritsAllReads(PipelineStage<D> stage) {
    List<PlannedStage<D>> readers =
        stages.stream()
            .filter(s -> s.isActive() && s.stage().inputs().containsValue(stage.id()))
            .toList();
    if (readers.size() != 1) {
      return false;
    }
    PlannedStage<D> reader = readers.get(0);
    return switch (reader.stage().kind()) {
      case SPLITTER, COMBINER -> true;
      case TRANSFORMER ->
          reader.action() == Action.REUSE || !((Transformer<D>) reader.stage().stage()).learns();
      default -> false;
    };
  }

  private double costOf(PlannedStage<D> planned) {
    PipelineStage<D> stage = planned.stage();
    if (stage.settings().checkpoint()) {
      return 1;
    }
    double inputs =
        stage.inputs().values().stream().mapToDouble(id -> costs.getOrDefault(id, 0.0)).sum();
    return switch (stage.kind()) {
      case INGESTOR -> sourceCost(stage.use());
      case COMBINER -> inputs + 4;
      // What a sink wrote is read back from a column store.
      case SINK -> ((Sink<D>) stage.stage()).handsOnInput() ? inputs + 0.2 : 1;
      case SPLITTER -> inputs + 0.5;
      case TRANSFORMER -> inputs + (stage.use().equals("transform/sql") ? 2 : 0.4);
      case TRAINER, EVALUATOR, DEPLOYER -> inputs;
    };
  }

  /** Text has to be parsed; the others are column stores. */
  private static double sourceCost(String use) {
    return switch (use) {
      case "ingest/delta", "ingest/parquet", "ingest/features" -> 1;
      default -> 4;
    };
  }
}
