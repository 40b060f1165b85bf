package io.millrace.stages;

import static java.lang.Math.log;

import io.millrace.api.Deployer;
import io.millrace.api.Evaluator;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.model.Lineage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackageWriter;
import io.millrace.model.Signature;
import io.millrace.stages.deploy.RegistryFactory;
import io.millrace.stages.deploy.RegistryOptions;
import io.millrace.stages.evaluate.BinaryFactory;
import io.millrace.stages.evaluate.BinaryOptions;
import io.millrace.stages.evaluate.MulticlassFactory;
import io.millrace.stages.evaluate.MulticlassOptions;
import io.millrace.stages.evaluate.RankingFactory;
import io.millrace.stages.evaluate.RankingOptions;
import io.millrace.stages.evaluate.RegressionFactory;
import io.millrace.stages.evaluate.RegressionOptions;
import io.millrace.testkit.contract.DeployerContract;
import io.millrace.testkit.contract.EvaluatorContract;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contracts of evaluators and deployers, kept by the built-in stages. The expected figures
 * follow from the metrics' definitions.
 */
@ExtendWith(SparkExtension.class)
final class JudgingContractsTest {
  private static final String LABEL = "is it? ü.`y`";

  private final SparkTestFrames frames;

  JudgingContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  // Each factory makes the kind of stage that it is used for.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <S, O extends Record> S stage(StageFactory<Dataset<Row>, O> factory, O options) {
    return (S) factory.create(options);
  }

  private Predictions<Dataset<Row>> predictions(
      LogicalType label, List<String> classes, List<List<Object>> rows) {
    List<Column> columns =
        new ArrayList<>(
            List.of(Column.nullable(LABEL, label), Column.nullable(Model.PREDICTION, label)));
    if (!classes.isEmpty()) {
      columns.add(Column.nullable(Model.PROBABILITY, new VectorOf(classes.size())));
    }
    return new Predictions<>(frames.frame(Schema.of(columns), rows), LABEL, null, classes);
  }

  private abstract class OfEvaluator extends EvaluatorContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }
  }

  @Nested
  final class Binary extends OfEvaluator {
    @Override
    protected Evaluator<Dataset<Row>> stage() {
      return JudgingContractsTest.stage(
          new BinaryFactory(),
          new BinaryOptions(null, null, null, List.of(10), 10, List.of(), null, null));
    }

    @Override
    protected Predictions<Dataset<Row>> predictions() {
      return JudgingContractsTest.this.predictions(
          Simple.STRING,
          List.of("No", "Yes"),
          List.of(
              List.of("Yes", "Yes", List.of(0.1, 0.9)),
              List.of("No", "Yes", List.of(0.4, 0.6)),
              List.of("Yes", "No", List.of(0.6, 0.4)),
              List.of("No", "No", List.of(0.9, 0.1))));
    }

    @Override
    protected Map<String, Double> expected() {
      return Map.of(
          "auc", 0.75,
          "accuracy", 0.5,
          "precision", 0.5,
          "recall", 0.5,
          "f1", 0.5,
          "ks", 0.5,
          "brier", 0.185,
          "log_loss", -(log(0.9) + log(0.4)) / 2);
    }
  }

  @Nested
  final class Multiclass extends OfEvaluator {
    @Override
    protected Evaluator<Dataset<Row>> stage() {
      return JudgingContractsTest.stage(
          new MulticlassFactory(), new MulticlassOptions(List.of(), null, null));
    }

    @Override
    protected Predictions<Dataset<Row>> predictions() {
      return JudgingContractsTest.this.predictions(
          Simple.STRING,
          List.of("a", "b", "c"),
          List.of(
              List.of("a", "a", List.of(0.8, 0.1, 0.1)),
              List.of("b", "b", List.of(0.1, 0.8, 0.1)),
              List.of("c", "b", List.of(0.2, 0.6, 0.2)),
              List.of("a", "a", List.of(0.5, 0.25, 0.25))));
    }

    @Override
    protected Map<String, Double> expected() {
      return Map.of(
          "accuracy",
          0.75,
          "precision",
          0.625,
          "recall",
          0.75,
          "f1",
          2.0 / 3,
          "f1_macro",
          5.0 / 9,
          "log_loss",
          -(2 * log(0.8) + log(0.2) + log(0.5)) / 4);
    }
  }

  @Nested
  final class Regression extends OfEvaluator {
    @Override
    protected Evaluator<Dataset<Row>> stage() {
      return JudgingContractsTest.stage(
          new RegressionFactory(), new RegressionOptions(List.of(), List.of(), null, null));
    }

    @Override
    protected Predictions<Dataset<Row>> predictions() {
      return JudgingContractsTest.this.predictions(
          Simple.DOUBLE,
          List.of(),
          List.of(List.of(1.0, 1.5), List.of(2.0, 2.0), List.of(3.0, 2.0), List.of(4.0, 5.0)));
    }

    @Override
    protected Map<String, Double> expected() {
      return Map.of(
          "rmse", 0.75, "mae", 0.625, "mape", (0.5 + 1.0 / 3 + 0.25) / 4, "r2", 1 - 2.25 / 5);
    }
  }

  @Nested
  final class Ranking extends OfEvaluator {
    @Override
    protected Evaluator<Dataset<Row>> stage() {
      return JudgingContractsTest.stage(
          new RankingFactory(),
          new RankingOptions("user", "item", "stars", 1, List.of(3), List.of("town"), null));
    }

    @Override
    protected Predictions<Dataset<Row>> predictions() {
      Schema schema =
          Schema.of(
              Column.nullable("user", Simple.INT),
              Column.nullable("item", Simple.STRING),
              Column.nullable("stars", Simple.DOUBLE),
              Column.nullable("town", Simple.STRING),
              Column.nullable(Model.PREDICTION, Simple.DOUBLE));
      return new Predictions<>(
          frames.frame(
              schema,
              List.of(
                  List.of(1, "a", 3.0, "ulm", 0.9),
                  List.of(1, "b", 0.0, "ulm", 0.8),
                  List.of(1, "c", 2.0, "ulm", 0.7),
                  List.of(1, "d", 0.0, "ulm", 0.6),
                  List.of(1, "e", 1.0, "ulm", 0.5),
                  List.of(2, "c", 2.0, "bonn", 0.2),
                  List.of(2, "a", 0.0, "bonn", 0.2),
                  List.of(3, "a", 0.0, "bonn", 0.4))),
          null,
          null,
          List.of());
    }

    /** User 1 has relevant items at ranks 1, 3 and 5, user 2 at rank 2, user 3 none. */
    @Override
    protected Map<String, Double> expected() {
      double ideal = 3 + 2 * log(2) / log(3) + log(2) / log(4);
      double first = (3 + 2 * log(2) / log(4)) / ideal;
      return Map.of(
          "precision_at_3", (2.0 / 3 + 1.0 / 3) / 2,
          "recall_at_3", (2.0 / 3 + 1) / 2,
          "ndcg_at_3", (first + log(2) / log(3)) / 2,
          "map_at_3", ((1 + 2.0 / 3) / 3 + 0.5) / 2,
          "mrr", 0.75,
          "mrr@slice(town=bonn)", 0.5);
    }
  }

  /** The lists are of all items there are: user 1's holds one that the user has no row of. */
  @Nested
  final class RankingOfLists extends OfEvaluator {
    @Override
    protected Evaluator<Dataset<Row>> stage() {
      return JudgingContractsTest.stage(
          new RankingFactory(),
          new RankingOptions("user", "item", "stars", 1, List.of(3), List.of(), null));
    }

    @Override
    protected Predictions<Dataset<Row>> predictions() {
      Schema schema =
          Schema.of(
              Column.nullable("user", Simple.INT),
              Column.nullable("item", Simple.INT),
              Column.nullable("stars", Simple.DOUBLE),
              Column.nullable(Model.PREDICTION, new ArrayOf(Simple.INT)));
      return new Predictions<>(
          frames.frame(
              schema,
              List.of(
                  List.of(1, 10, 3.0, List.of(10, 99, 30)),
                  List.of(1, 20, 2.0, List.of(10, 99, 30)),
                  List.of(1, 30, 1.0, List.of(10, 99, 30)),
                  List.of(2, 10, 2.0, List.of(5)),
                  List.of(3, 10, 0.0, List.of(10)))),
          null,
          null,
          List.of());
    }

    /** User 1 finds two of three, at ranks 1 and 3, user 2 none; user 3 has none to find. */
    @Override
    protected Map<String, Double> expected() {
      double ideal = 3 + 2 * log(2) / log(3) + log(2) / log(4);
      return Map.of(
          "precision_at_3", 2.0 / 3 / 2,
          "recall_at_3", 2.0 / 3 / 2,
          "ndcg_at_3", (3 + log(2) / log(4)) / ideal / 2,
          "map_at_3", (1 + 2.0 / 3) / 3 / 2,
          "mrr", 0.5);
    }
  }

  @Nested
  final class Registry extends DeployerContract<Dataset<Row>> {
    @TempDir Path temporary;
    private Path contents = Path.of("unset");
    private ModelRegistry registry = unset();

    private ModelRegistry unset() {
      return MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(contents)).models();
    }

    @BeforeEach
    void writePackage() throws IOException {
      registry =
          MemoryTracking.on(
                  new MemoryDatabase(), MemoryArtifactStore.in(temporary.resolve("store")))
              .models();
      contents = Files.createDirectory(temporary.resolve("package"));
      PackageWriter.in(contents)
          .finish(
              new PackageDescription(
                  "churn",
                  "pipeline",
                  "run-1",
                  Instant.EPOCH,
                  new Signature(List.of(), List.of(), List.of()),
                  List.of("No", "Yes"),
                  "Churn",
                  null,
                  Map.of("quality.auc", 0.9),
                  Lineage.unknown(),
                  List.of()));
    }

    @Override
    protected Deployer<Dataset<Row>> stage() {
      return JudgingContractsTest.stage(
          new RegistryFactory(),
          new RegistryOptions("churn", "champion", null, "raw", null, false));
    }

    @Override
    protected Path modelPackage() {
      return contents;
    }

    @Override
    protected StageContext<Dataset<Row>> context(EffectKey effect) {
      return TestStageContext.<Dataset<Row>>builder("publish")
          .models(registry)
          .effect(effect)
          .build();
    }
  }
}
