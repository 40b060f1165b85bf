package io.millrace.core.run;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.plan.PlannedStage.Action;
import io.millrace.core.promote.GateJudge;
import io.millrace.core.promote.GateJudge.Reference;
import io.millrace.core.promote.GateOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    Map<String, Reference> references =
        new ChampionWork<>(bench, memory, kept).references(planned, context);
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
    Evaluation of = evaluations.get(shown);
    if (of != null) {
      ChampionTable.of(of, references, judged(planned.stage())).forEach(context::table);
    }
    ModelComparison.curves(evaluations, shown, references).forEach(context::curve);
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

  private static Set<String> judged(PipelineStage<?> stage) {
    return stage.settings().gates().stream().map(Gate::metric).collect(Collectors.toSet());
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
}
