package io.millrace.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.StageKind;
import io.millrace.api.TrainingData;
import io.millrace.api.schema.Schema;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.plugin.StageDiscovery;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.StageHarness;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The example that each stage shows, on the customers that {@code ingest/generate} makes up and a
 * few columns learnt from them. What reads or writes files is run by the tests of its own.
 */
@Tag("full")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StageExamplesTest {
  /** What evaluators of other models than classifiers measure. */
  private static final Map<String, String> TRAINERS =
      Map.of(
          "evaluate/regression",
          "train/linear-regression",
          "evaluate/ranking",
          "train/linear-regression",
          "evaluate/clustering",
          "train/k-means");

  /** Trainers that stand behind another one. */
  private static final Set<String> REFINERS = Set.of("train/threshold");

  private static final Map<String, String> LABELS =
      Map.of(
          "evaluate/regression",
          "MonthlyCharges",
          "evaluate/ranking",
          "MonthlyCharges",
          "evaluate/clustering",
          "");

  private StageHarness harness;
  private Dataset<Row> customers;

  @BeforeAll
  void prepare(StageHarness own) {
    harness = own;
    customers = ExampleCustomers.of(own);
  }

  private Dataset<Row> learnt(String name, String options, Dataset<Row> frame) {
    return run(name, options).fit(frame).apply(frame);
  }

  private HarnessedStage run(String name, String options) {
    return harness.stage("use: " + name + "\nwith:\n" + options.indent(2));
  }

  static Stream<String> of(StageKind kind) {
    return StageDiscovery.onClassPath(StageExamplesTest.class.getClassLoader())
        .catalog()
        .all()
        .stream()
        .filter(stage -> stage.factory().kind() == kind)
        .map(OfferedStage::name);
  }

  static Stream<String> transformers() {
    return of(StageKind.TRANSFORMER);
  }

  @ParameterizedTest
  @MethodSource("transformers")
  void aTransformersExampleRuns(String name) {
    HarnessedStage stage = example(name);
    Schema input = SchemaPromise.of(customers);

    assertThat(stage.problems(input)).isEmpty();
    Dataset<Row> made = stage.fit(customers).apply(customers);
    assertThat(made.collectAsList()).isNotEmpty();
    Schema promised = stage.schema(input);
    if (promised.isKnown()) {
      SchemaPromise.assertKept(promised, made);
    }
  }

  static Stream<String> trainers() {
    return of(StageKind.TRAINER).filter(name -> !REFINERS.contains(name));
  }

  static Stream<String> refiners() {
    return REFINERS.stream();
  }

  @ParameterizedTest
  @MethodSource("refiners")
  void aRefinersExampleRuns(String name) {
    HarnessedStage stage = example(name);
    Model<Dataset<Row>> model =
        run("train/logistic-regression", "label: Churn").train(TrainingData.of(customers));
    Dataset<Row> predicted = model.predict(customers);

    assertThat(stage.problems(SchemaPromise.of(predicted))).isEmpty();
    Model<Dataset<Row>> refined =
        stage.refine(model, List.of(new Predictions<>(predicted, "Churn", null, model.classes())));
    assertThat(refined.predict(customers).columns()).isEqualTo(predicted.columns());
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void aTrainersExampleRuns(String name) {
    HarnessedStage stage = example(name);

    assertThat(stage.problems(SchemaPromise.of(customers))).isEmpty();
    Model<Dataset<Row>> model = stage.train(TrainingData.of(customers));
    Dataset<Row> predicted = model.predict(customers);
    assertThat(predicted.select(Model.PREDICTION).collectAsList())
        .hasSize(200)
        .noneMatch(row -> row.isNullAt(0));
    SchemaPromise.assertKept(stage.schema(SchemaPromise.of(customers)), predicted);
  }

  static Stream<String> splitters() {
    return of(StageKind.SPLITTER);
  }

  @ParameterizedTest
  @MethodSource("splitters")
  void aSplittersExampleRuns(String name) {
    HarnessedStage stage = example(name);
    boolean given = name.equals("split/given");
    Map<String, Dataset<Row>> inputs =
        given ? Map.of("train", customers, "test", customers) : Map.of("input", customers);

    assertThat(stage.split(inputs))
        .isNotEmpty()
        .allSatisfy(parts -> assertThat(parts.train().collectAsList()).isNotEmpty());
  }

  static Stream<String> combiners() {
    return of(StageKind.COMBINER);
  }

  @ParameterizedTest
  @MethodSource("combiners")
  void aCombinersExampleRuns(String name) {
    String time = name.equals("combine/as-of-join") ? ", signup" : "";
    Dataset<Row> bills =
        learnt(
            "transform/sql",
            "query: SELECT customerID, tenure AS t%s FROM input".formatted(time),
            customers);
    Map<String, Dataset<Row>> inputs =
        switch (name) {
          case "combine/union" -> Map.of("first", customers, "second", customers);
          case "combine/similarity-join" -> Map.of("left", customers, "right", customers);
          case "combine/aggregate", "combine/window" -> Map.of("input", customers);
          default -> Map.of("left", customers, "right", bills);
        };

    assertThat(example(name).combine(inputs).collectAsList()).isNotEmpty();
  }

  static Stream<String> evaluators() {
    return of(StageKind.EVALUATOR);
  }

  @ParameterizedTest
  @MethodSource("evaluators")
  void anEvaluatorsExampleRuns(String name) {
    String label = LABELS.getOrDefault(name, "Churn");
    String trainer = TRAINERS.getOrDefault(name, "train/logistic-regression");
    boolean labelled = !label.isEmpty();
    Model<Dataset<Row>> model =
        run(trainer, labelled ? "label: " + label : "k: 2").train(TrainingData.of(customers));

    Predictions<Dataset<Row>> predictions =
        new Predictions<>(model.predict(customers), labelled ? label : null, null, model.classes());
    assertThat(example(name).evaluate(predictions).metrics()).isNotEmpty();
  }

  private HarnessedStage example(String name) {
    return ExampleCustomers.example(harness, name);
  }
}
