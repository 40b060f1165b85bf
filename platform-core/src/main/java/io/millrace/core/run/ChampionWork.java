package io.millrace.core.run;

import io.millrace.api.Evaluation;
import io.millrace.api.Splitter;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.plan.PlannedChampion;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.promote.GateJudge.Reference;
import io.millrace.model.ModelPackage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Measures the registered versions that an evaluator's gates compare with, on this run's rows. */
final class ChampionWork<D> {
  private final Workbench<D> bench;
  private final RunMemory<D> memory;
  private final KeptFigures kept;

  ChampionWork(Workbench<D> bench, RunMemory<D> memory, KeptFigures kept) {
    this.bench = bench;
    this.memory = memory;
    this.kept = kept;
  }

  /** The figures of the versions, by alias; without aliases that name none. */
  Map<String, Reference> references(PlannedStage<D> planned, StageNotes<D> context) {
    Map<String, Reference> references = new LinkedHashMap<>();
    for (PlannedChampion champion : bench.plan().champions()) {
      if (champion.evaluator().equals(planned.id())) {
        references.put(champion.alias(), reference(planned, champion, context));
      }
    }
    return references;
  }

  private Reference reference(
      PlannedStage<D> planned, PlannedChampion champion, StageNotes<D> context) {
    KeptOutput figures = champion.kept().orElseGet(() -> measure(planned, champion, context));
    int version = champion.version().version();
    boolean mayHaveLearnt = mayHaveLearnt(champion, figures);
    if (mayHaveLearnt) {
      context.warn(warning(champion));
    }
    return new Reference(version, kept.readOne(figures), mayHaveLearnt);
  }

  /**
   * A fold splitter holds out each row once, and what is registered learnt from all of them. Only
   * the run that registered it kept figures of models that had not.
   */
  private boolean mayHaveLearnt(PlannedChampion champion, KeptOutput figures) {
    Splitter<D> split = (Splitter<D>) bench.plan().pipeline().stage(champion.source()).stage();
    return split.folds() && !figures.run().equals(champion.version().run());
  }

  private String warning(PlannedChampion champion) {
    PipelineStage<D> split = bench.plan().pipeline().stage(champion.source());
    return "%s may have learnt from the rows that '%s' (%s) holds out, and then looks better on them than it is; split a test part off (split/random) to compare on rows that neither model has learnt from"
        .formatted(name(champion), split.id(), split.use());
  }

  private static String name(PlannedChampion champion) {
    ModelVersion version = champion.version();
    return "%s of %s (version %d)".formatted(champion.alias(), version.model(), version.version());
  }

  /** Lets the registered version predict the very rows that this run's model is judged on. */
  private KeptOutput measure(
      PlannedStage<D> planned, PlannedChampion champion, StageNotes<D> context) {
    try {
      return kept.keepOne(
          planned.id(), champion.fingerprint(), measured(planned, champion, context));
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw explained(champion, bench.engine(planned.id()).explain(e));
    }
  }

  private Evaluation measured(
      PlannedStage<D> planned, PlannedChampion champion, StageNotes<D> context) {
    Pipeline<D> pipeline = bench.plan().pipeline();
    ModelPackage source = ModelPackage.read(bench.services().models().open(champion.version()));
    PipelineStage<D> trained = pipeline.stage(planned.stage().inputs().values().iterator().next());
    return EvaluationWork.evaluate(
        planned.stage(),
        TrainingWay.to(trained, pipeline).trainer(),
        LoadedPackage.load(source, bench.services().resolver()),
        memory.output(champion.source()).flow(),
        bench.engine(planned.id()),
        context);
  }

  private static MillraceException explained(PlannedChampion champion, MillraceException cause) {
    String message = String.valueOf(cause.getMessage());
    return new MillraceException(
        cause.code(),
        "%s, which a gate compares with, can't be measured on this run's rows: %s; a gate that names a number needs no version, or let %s name one that can predict them"
            .formatted(name(champion), message.replaceAll("[.]$", ""), champion.alias()),
        cause);
  }
}
