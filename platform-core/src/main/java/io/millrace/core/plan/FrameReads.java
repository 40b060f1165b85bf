package io.millrace.core.plan;

import io.millrace.api.Part;
import io.millrace.api.Refiner;
import io.millrace.api.ScoringDeployer;
import io.millrace.api.Sink;
import io.millrace.api.Splitter;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.plan.PlannedStage.Action;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts, for every part of every stage's frame, the actions of a plan that read it. A frame that
 * was not split counts as {@code train}.
 */
final class FrameReads<D> {
  private final Map<String, Map<Part, Integer>> reads = new HashMap<>();

  /** The stages that learn in another one's pass. */
  private final Set<String> followers;

  private FrameReads(Set<String> followers) {
    this.followers = followers;
  }

  static <D> FrameReads<D> of(
      Pipeline<D> pipeline, List<PlannedStage<D>> stages, List<PlannedSearch<D>> searches) {
    FrameReads<D> counted = new FrameReads<>(SharedPasses.of(pipeline, stages).keySet());
    for (PlannedSearch<D> search : searches) {
      if (search.isPending()) {
        // Once to make folds of, once more for what the folds leave out.
        counted.add(search.way().source().id(), Part.TRAIN, 2);
      }
    }
    for (PlannedStage<D> planned : stages) {
      boolean works = planned.isActive() && planned.action() == Action.WORK;
      if (works && planned.stage().stage() instanceof Refiner) {
        TrainingWay<D> way = TrainingWay.to(planned.stage(), pipeline);
        // Once to make folds of, once more for what the folds leave out.
        counted.add(way.source().id(), Part.TRAIN, way.holdsOut() ? 0 : 2);
        counted.add(way.trainer().id(), Part.VALIDATION, way.holdsOut() ? 1 : 0);
      }
    }
    for (int i = stages.size() - 1; i >= 0; i--) {
      if (stages.get(i).isActive()) {
        counted.count(stages.get(i));
      }
    }
    return counted;
  }

  /** The actions that read a part of a stage's frame. */
  int of(String stage, Part part) {
    return reads.getOrDefault(stage, Map.of()).getOrDefault(part, 0);
  }

  /** The parts of a stage's frame that something reads. */
  Set<Part> parts(String stage) {
    return new TreeSet<>(reads.getOrDefault(stage, Map.of()).keySet());
  }

  private int all(String stage) {
    return reads.getOrDefault(stage, Map.of()).values().stream().mapToInt(Integer::intValue).sum();
  }

  private void add(String stage, Part part, int count) {
    if (count > 0) {
      reads
          .computeIfAbsent(stage, id -> new EnumMap<>(Part.class))
          .merge(part, count, Integer::sum);
    }
  }

  private static boolean isScored(PipelineStage<?> stage, String input) {
    return StageTraits.scoredRows(stage).isPresent() && input.equals(ScoringDeployer.ROWS);
  }

  /** Adds what a stage's own work, and those who read the stage, read of its inputs. */
  private void count(PlannedStage<D> planned) {
    PipelineStage<D> stage = planned.stage();
    boolean works = planned.action() == Action.WORK;
    for (Map.Entry<String, String> input : stage.inputs().entrySet()) {
      switch (stage.kind()) {
        case COMBINER -> add(input.getValue(), Part.TRAIN, all(stage.id()));
        case SINK -> add(input.getValue(), Part.TRAIN, sinkReads(stage, works));
        case SPLITTER -> countSplit(stage, input.getKey(), input.getValue());
        case TRANSFORMER -> {
          handOn(stage, input.getValue());
          boolean learns = ((Transformer<D>) stage.stage()).learns();
          add(
              input.getValue(),
              Part.TRAIN,
              works && learns && !followers.contains(stage.id()) ? 1 : 0);
        }
        case TRAINER -> {
          handOn(stage, input.getValue());
          if (works && stage.stage() instanceof Trainer<D> trainer) {
            Trainer.Passes passes = trainer.passes();
            add(input.getValue(), Part.TRAIN, passes.cachesItself() ? 1 : passes.count());
          }
        }
        case EVALUATOR -> add(input.getValue(), evaluated(stage), works ? 1 : 0);
        case INGESTOR -> {}
        case DEPLOYER ->
            add(input.getValue(), Part.TRAIN, works && isScored(stage, input.getKey()) ? 1 : 0);
      }
    }
  }

  private int sinkReads(PipelineStage<D> stage, boolean works) {
    boolean handsOn = ((Sink<D>) stage.stage()).handsOnInput();
    return (works ? 1 : 0) + (handsOn ? all(stage.id()) : 0);
  }

  private void countSplit(PipelineStage<D> stage, String name, String input) {
    boolean given = !((Splitter<D>) stage.stage()).folds() && stage.inputs().size() > 1;
    for (Part part : Part.values()) {
      if (!given || part.text().equals(name)) {
        add(input, Part.TRAIN, of(stage.id(), part));
      }
    }
  }

  private void handOn(PipelineStage<D> stage, String input) {
    for (Part part : Part.values()) {
      add(input, part, of(stage.id(), part));
    }
  }

  private static Part evaluated(PipelineStage<?> stage) {
    return stage.settings().on().orElse(Part.TEST);
  }
}
