package io.millrace.testkit.memory.stages;

import io.millrace.api.Deployer;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.Evaluator;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.Refiner;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.contract.DeployerContract;
import io.millrace.testkit.contract.EvaluatorContract;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.RefinerContract;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.contract.TrainerContract;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.TableFrames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Each memory stage from the model on keeps the contract of its port. */
class MemoryModelContractsTest {
  private static final Frames<Table> FRAMES = new TableFrames();

  private static Calls calls() {
    return new Calls(new CallLog(), "stage");
  }

  @Nested
  class Regression extends TrainerContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Trainer<Table> stage() {
      return new MeanBy(new MeanBy.Options("price", "city", false, 0.5, null, 1, false), calls());
    }

    @Override
    protected Table train() {
      return Houses.some();
    }
  }

  @Nested
  class OneNumber extends TrainerContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Trainer<Table> stage() {
      return new Constant(new Constant.Options("price", 0.5), calls());
    }

    @Override
    protected Table train() {
      return Houses.some();
    }
  }

  @Nested
  class Classification extends TrainerContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Trainer<Table> stage() {
      return new MeanBy(new MeanBy.Options("price", "city", true, 0.5, "area", 1, false), calls());
    }

    @Override
    protected Table train() {
      return Houses.many()
          .with(Column.nullable("price", Simple.DOUBLE), row -> (Double) row.get(1) % 2);
    }
  }

  @Nested
  class Refinement extends RefinerContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Refiner<Table> stage() {
      return new Debias(new Debias.Options(2), calls());
    }

    @Override
    protected Model<Table> model() {
      Trainer<Table> trainer =
          new MeanBy(new MeanBy.Options("price", "city", false, 5, null, 1, false), calls());
      return trainer.train(TrainingData.of(rows()), TestStageContext.of("model"));
    }

    @Override
    protected Table rows() {
      return Houses.many();
    }

    @Override
    protected String label() {
      return "price";
    }
  }

  @Nested
  class Errors extends EvaluatorContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Evaluator<Table> stage() {
      return new ErrorEvaluator(calls(), new ErrorEvaluator.Options(List.of(), true, false));
    }

    @Override
    protected Predictions<Table> predictions() {
      Table frame =
          Table.of(
              Schema.of(
                  Column.nullable("price", Simple.DOUBLE),
                  Column.required(Model.PREDICTION, Simple.DOUBLE)),
              new Object[] {10.0, 13.0},
              new Object[] {20.0, 16.0});
      return new Predictions<>(frame, "price", null, List.of());
    }

    /** The errors are 3 and 4: mean 3.5, root of 12.5. */
    @Override
    protected Map<String, Double> expected() {
      return Map.of("mae", 3.5, "rmse", 3.5355339059327378);
    }
  }

  @Nested
  class Accuracy extends EvaluatorContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Evaluator<Table> stage() {
      return new AccuracyEvaluator(calls());
    }

    @Override
    protected Predictions<Table> predictions() {
      Table frame =
          Table.of(
              Schema.of(
                  Column.nullable("label", Simple.STRING),
                  Column.required(Model.PREDICTION, Simple.STRING),
                  Column.required(Model.PROBABILITY, new VectorOf(2))),
              new Object[] {"a", "a", List.of(0.9, 0.1)},
              new Object[] {"b", "a", List.of(0.6, 0.4)},
              new Object[] {"b", "b", List.of(0.2, 0.8)},
              new Object[] {"a", "a", List.of(0.7, 0.3)});
      return new Predictions<>(frame, "label", null, List.of("a", "b"));
    }

    @Override
    protected Map<String, Double> expected() {
      return Map.of("accuracy", 0.75);
    }
  }

  @Nested
  class Note extends DeployerContract<Table> {
    private final MemoryDatabase database = new MemoryDatabase();

    @TempDir private Path home;

    @BeforeEach
    void writePackage() throws Exception {
      Files.createDirectories(modelPackage());
      Files.writeString(modelPackage().resolve("model.json"), "{}");
    }

    @Override
    protected Deployer<Table> stage() {
      return new NoteDeployer(
          new NoteDeployer.Options("houses", "champion", null, DeploymentTarget.Form.ENGINE),
          calls());
    }

    @Override
    protected Path modelPackage() {
      return home.resolve("package");
    }

    @Override
    protected StageContext<Table> context(EffectKey effect) {
      return TestStageContext.<Table>builder("publish")
          .models(
              MemoryTracking.on(database, MemoryArtifactStore.in(home.resolve("store"))).models())
          .effect(effect)
          .build();
    }
  }
}
