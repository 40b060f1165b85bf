package io.millrace.core.run;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.plan.PlannedChampion;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.plan.PlannedStage.Action;
import io.millrace.core.promote.GateJudge;
import io.millrace.core.promote.GateJudge.Reference;
import io.millrace.core.promote.GateOutcome;
import io.millrace.model.ModelPackage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The work of an evaluator: figures of each model, then its gates, judged at every run from figures
 * that are kept, then the choice of the model that goes on.
 */
final class JudgingWork<D> {
  private final Workbench<D> bench;
  private final RunMemory<D> memory;
  private final KeptFigures kept;

  JudgingWork(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
    this.kept = new KeptFigures(bench.kept());
  }

  /** Evaluates where nothing is kept, and judges. */
  Output.Judged<D> judge(PlannedStage<D> planned, StageNotes<D> context) {
    Map<String, Evaluation> evaluations =
        planned.action() == Action.REUSE
            ? byTrainer(planned, planned.kept().orElseThrow())
            : evaluateAll(planned, context);
    Map<String, Reference> references = references(planned, context);
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    List<String> passed = new ArrayList<>();
    evaluations.forEach(
        (trainer, found) -> {
          metrics.put(trainer, found.metrics());
          if (allHold(planned.stage(), trainer, found, references)) {
            passed.add(trainer);
          }
        });
    String chosen = choose(planned.stage(), passed, metrics);
    String shown = chosen != null ? chosen : metrics.keySet().iterator().next();
    tables(evaluations, shown, passed, chosen).forEach(context::table);
    ModelComparison.curves(evaluations, shown).forEach(context::curve);
    return new Output.Judged<>(chosen, metrics.getOrDefault(shown, Map.of()));
  }

  /** The tables of the model that is shown; of several models, how they compare. */
  private static List<EvaluationTable> tables(
      Map<String, Evaluation> evaluations,
      String shown,
      List<String> passed,
      @Nullable String chosen) {
    List<EvaluationTable> tables = new ArrayList<>();
    if (evaluations.size() > 1) {
      tables.add(ModelComparison.table(evaluations, passed, chosen));
    }
    Evaluation of = evaluations.get(shown);
    tables.addAll(of == null ? List.of() : of.tables());
    return tables;
  }

  private Map<String, Evaluation> evaluateAll(PlannedStage<D> planned, StageNotes<D> context) {
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    ReferenceWork<D> references = new ReferenceWork<>(bench, memory);
    for (String trainer : planned.stage().inputs().values()) {
      Output.Trained<D> trained = (Output.Trained<D>) memory.output(trainer);
      Evaluation found =
          EvaluationWork.evaluate(planned.stage(), trained, bench.engine(planned.id()), context);
      references.takePredictions(planned, trained, trainer);
      evaluations.put(trainer, found);
    }
    kept.keep(planned.id(), planned.fingerprint(), evaluations);
    return evaluations;
  }

  private Map<String, Evaluation> byTrainer(PlannedStage<D> planned, KeptOutput output) {
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    for (String trainer : planned.stage().inputs().values()) {
      evaluations.put(trainer, kept.read(output, trainer));
    }
    return evaluations;
  }

  private boolean allHold(
      PipelineStage<D> stage,
      String trainer,
      Evaluation figures,
      Map<String, Reference> references) {
    GateJudge judge =
        new GateJudge(
            stage.id(), trainer, figures, alias -> Optional.ofNullable(references.get(alias)));
    boolean all = true;
    for (Gate gate : stage.settings().gates()) {
      GateOutcome outcome = judge.judge(gate);
      memory.gate(outcome);
      bench.listener().gateJudged(outcome);
      all &= outcome.held();
    }
    return all;
  }

  private @Nullable String choose(
      PipelineStage<D> stage, List<String> passed, Map<String, Map<String, Double>> metrics) {
    String best = null;
    for (String trainer : passed) {
      if (best == null || isBetter(stage, metrics.get(trainer), metrics.get(best))) {
        best = trainer;
      }
    }
    return best;
  }

  private boolean isBetter(
      PipelineStage<D> stage,
      @Nullable Map<String, Double> left,
      @Nullable Map<String, Double> right) {
    if (left == null || right == null || stage.settings().select().isEmpty()) {
      return false;
    }
    String select = stage.settings().select().get();
    return EvaluationWork.spec(stage, select)
        .isBetter(left.getOrDefault(select, Double.NaN), right.getOrDefault(select, Double.NaN));
  }

  private Map<String, Reference> references(PlannedStage<D> planned, StageNotes<D> context) {
    Map<String, Reference> references = new HashMap<>();
    for (PlannedChampion champion : bench.plan().champions()) {
      if (champion.evaluator().equals(planned.id())) {
        KeptOutput figures = champion.kept().orElseGet(() -> measure(planned, champion, context));
        references.put(
            champion.alias(), new Reference(champion.version().version(), kept.readOne(figures)));
      }
    }
    return references;
  }

  /** Lets the registered version predict the very rows that this run's model is judged on. */
  private KeptOutput measure(
      PlannedStage<D> planned, PlannedChampion champion, StageNotes<D> context) {
    ModelPackage source = ModelPackage.read(bench.services().models().open(champion.version()));
    LoadedPackage<D> loaded = LoadedPackage.load(source, bench.services().resolver());
    Flow<D> flow = memory.output(champion.source()).flow();
    D rows = EvaluationWork.evaluated(planned.stage(), flow.ways().get(0));
    PipelineStage<D> trainer =
        TrainingWay.to(
                bench.plan().pipeline().stage(planned.stage().inputs().values().iterator().next()),
                bench.plan().pipeline())
            .trainer();
    Evaluation found =
        EvaluationWork.evaluate(
            planned.stage(), trainer, loaded, rows, bench.engine(planned.id()), context);
    return kept.keepOne(planned.id(), champion.fingerprint(), found);
  }
}
