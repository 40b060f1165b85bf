package io.millrace.core.run;

import io.millrace.api.Deployer;
import io.millrace.api.Engine;
import io.millrace.api.Parts;
import io.millrace.api.StageKind;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.plan.PlannedStage;
import io.millrace.model.GoldenRows;
import io.millrace.model.GoldenRows.Golden;
import io.millrace.model.ModelPackage;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the package of a model that is made anew, and compares it with the registered one. */
final class RebuildWork<D> {
  /** So many rows of the evaluated part; figures of all of them are compared besides. */
  private static final int ROWS = 10_000;

  private final Workbench<D> bench;
  private final RunMemory<D> memory;

  RebuildWork(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
  }

  /**
   * Builds and compares; registers nothing.
   *
   * @param trainer the stage whose model goes on
   */
  Rebuilt rebuild(PlannedStage<D> planned, String trainer, StageNotes<D> context) {
    ModelVersion version = version(planned);
    ModelPackage registered = ModelPackage.read(bench.services().models().open(version));
    Engine<D> engine = bench.engine(planned.id());
    try {
      return engine.inStage(
          planned.id(),
          () -> {
            Path directory =
                new DeployWork<>(bench, memory).rebuild(planned, trainer, context, registered);
            ModelPackage rebuilt = ModelPackage.read(directory);
            return new Rebuilt(
                version,
                directory,
                rebuilt.packageHash(),
                PredictionDifference.of(golden(registered), golden(rebuilt)),
                evaluated(planned, trainer, registered, rebuilt, engine));
          });
    } catch (Exception e) {
      throw engine.explain(e);
    }
  }

  private ModelVersion version(PlannedStage<D> planned) {
    String model = ((Deployer<D>) planned.stage().stage()).target().model();
    int number =
        bench.plan().request().rebuilding().orElseThrow().versions().getOrDefault(model, 0);
    return bench.services().models().version(model, number).orElseThrow();
  }

  private static List<? extends @Nullable List<@Nullable Object>> golden(ModelPackage source) {
    return GoldenRows.of(source).rows().stream().map(Golden::outputsOrNull).toList();
  }

  /** The same rows, as values, go through both: nothing is left to the order of a frame. */
  private PredictionDifference evaluated(
      PlannedStage<D> planned,
      String trainer,
      ModelPackage registered,
      ModelPackage rebuilt,
      Engine<D> engine) {
    Pipeline<D> pipeline = bench.plan().pipeline();
    String source = TrainingWay.to(pipeline.stage(trainer), pipeline).source().id();
    Parts<D> parts = memory.output(source).flow().ways().get(0);
    PipelineStage<D> judge = pipeline.stage(planned.stage().inputs().values().iterator().next());
    D rows =
        judge.kind() == StageKind.EVALUATOR
            ? EvaluationWork.evaluated(judge, parts)
            : parts.require(parts.evaluated());
    D frame = engine.frame(engine.schema(rows), engine.head(rows, ROWS));
    return PredictionDifference.of(
        predictions(registered, frame, engine), predictions(rebuilt, frame, engine));
  }

  private List<List<Object>> predictions(ModelPackage source, D frame, Engine<D> engine) {
    LoadedPackage<D> loaded = LoadedPackage.load(source, bench.services().resolver());
    D predicted = loaded.predictBehindSplit(frame, engine);
    return engine.head(engine.select(predicted, loaded.outputs()), ROWS);
  }
}
