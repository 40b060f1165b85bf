package io.millrace.stages.train;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.TrainingData;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.SchemaPromise;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users read of the mistakes that the table's learners find, before and while they learn. */
@ExtendWith(SparkExtension.class)
final class PredictorsTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("features", new VectorOf(2)),
          Column.required("number", Simple.DOUBLE),
          Column.required("count", Simple.DOUBLE),
          Column.required("two", Simple.STRING),
          Column.required("three", Simple.STRING));

  private static Dataset<Row> frame(SparkTestFrames frames) {
    return frames.frame(
        SCHEMA,
        List.of(
            Arrays.asList(List.of(-1.0, 2.0), -3.0, 2.0, "yes", "a"),
            Arrays.asList(List.of(1.0, 0.0), 3.0, 1.0, "no", "b"),
            Arrays.asList(List.of(-2.0, 1.0), 5.0, 0.0, "yes", "c"),
            Arrays.asList(List.of(0.5, 1.0), 0.0, 4.0, "no", "a")));
  }

  private static void assertRefused(
      HarnessedStage stage, Dataset<Row> frame, ErrorCode code, String message) {
    assertThat(stage.problems(SCHEMA)).isEmpty();
    assertFails(() -> stage.train(TrainingData.of(frame)), code, message);
  }

  @Test
  void labelsOutsideAFamilysRange(SparkTestFrames frames, StageHarness harness) {
    assertRefused(
        harness.stage(
            "use: train/generalized-linear-regression\nwith: { label: number, family: poisson }"),
        frame(frames),
        StandardError.UNUSABLE_LABEL,
        "A label in the training rows is -3.0, and the family poisson wants it non-negative:"
            + " choose another family.");
    assertRefused(
        harness.stage(
            "use: train/generalized-linear-regression\nwith: { label: count, family: gamma }"),
        frame(frames),
        StandardError.UNUSABLE_LABEL,
        "A label in the training rows is 0.0, and the family gamma wants it positive: choose"
            + " another family.");
  }

  @Test
  void featuresThatALearnerOfCountsCantTake(SparkTestFrames frames, StageHarness harness) {
    assertRefused(
        harness.stage("use: train/naive-bayes\nwith: { label: two }"),
        frame(frames),
        StandardError.UNUSABLE_COLUMN,
        "The column 'features' holds nulls, negative values or values that are no finite numbers,"
            + " and this learner wants counts.");
    assertRefused(
        harness.stage("use: train/naive-bayes\nwith: { label: two, modelType: bernoulli }"),
        frame(frames),
        StandardError.UNUSABLE_COLUMN,
        "The column 'features' holds values other than 0 and 1, which this learner wants.");
  }

  @Test
  void labelsOfTooManyClasses(SparkTestFrames frames, StageHarness harness) {
    for (String learner :
        List.of("gradient-boosted-trees", "linear-svm", "factorization-machines")) {
      assertRefused(
          harness.stage("use: train/%s\nwith: { label: three }".formatted(learner)),
          frame(frames),
          StandardError.UNUSABLE_LABEL,
          "The stage train/%s knows two classes, and the label 'three' has 3: use train/one-vs-rest with this learner, or train/random-forest."
              .formatted(learner));
    }
  }

  @Test
  void aNetworkWithoutFeatures(SparkTestFrames frames, StageHarness harness) {
    Dataset<Row> none =
        frames.frame(
            SCHEMA,
            List.of(
                Arrays.asList(null, 1.0, 1.0, "yes", "a"),
                Arrays.asList(null, 1.0, 1.0, "no", "b")));

    assertRefused(
        harness.stage("use: train/multilayer-perceptron\nwith: { label: two }"),
        none,
        StandardError.UNUSABLE_COLUMN,
        "The column 'features' holds nothing but nulls.");
  }

  @Test
  void optionsThatContradictEachOtherAreFoundInTheFile(StageHarness harness) {
    assertThat(
            List.of(
                    "{ family: poisson, link: logit }", "{ family: tweedie }",
                    "{ variancePower: 1.5 }", "{ family: tweedie, variancePower: 1.5, link: log }")
                .stream()
                .map(with -> with.replace("{", "{ label: count,"))
                .flatMap(
                    with ->
                        harness
                            .stage("use: train/generalized-linear-regression\nwith: " + with)
                            .problems(SCHEMA)
                            .stream()))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] family poisson takes no link logit; it takes log,"
                + " identity, sqrt (stage 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] family tweedie needs the option variancePower (stage"
                + " 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] the option variancePower needs family tweedie (stage"
                + " 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] family tweedie takes no link log (stage 'stage')");
    assertThat(
            harness
                .stage(
                    "use: train/multilayer-perceptron\nwith: { label: two, hiddenLayers: [4, 0] }")
                .problems(SCHEMA))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] each of hiddenLayers has at least one node (stage"
                + " 'stage')");
  }

  @Test
  void aFeatureSubsetIsAWordACountOrAShare() {
    for (String subset : List.of("auto", "sqrt", "5", "0.3", ".5", "1.0")) {
      assertThat(BuiltIn.stage(RandomForestOptions.class).create(subset(subset))).isNotNull();
    }
    assertThatThrownBy(() -> BuiltIn.stage(RandomForestOptions.class).create(subset("1.5")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("featureSubsetStrategy can't be '1.5'");
  }

  @Test
  void aModelWithoutProbabilitiesIsJudgedByItsMargins(
      SparkTestFrames frames, StageHarness harness) {
    Dataset<Row> frame = frame(frames);
    HarnessedStage svm =
        harness.stage("use: train/linear-svm\nwith: { label: two, weight: count }");
    Model<Dataset<Row>> model = svm.train(TrainingData.of(frame));
    Dataset<Row> predicted = model.predict(frame);

    assertThat(List.of(predicted.columns()))
        .doesNotContain("probability")
        .contains("rawPrediction");
    HarnessedStage binary = harness.stage("use: evaluate/binary");
    assertThat(binary.problems(SchemaPromise.of(predicted))).isEmpty();
    Predictions<Dataset<Row>> predictions =
        new Predictions<>(predicted, "two", null, model.classes());
    Map<String, Double> metrics = binary.evaluate(predictions).metrics();
    assertThat(metrics)
        .containsKeys("auc", "accuracy", "ks")
        .doesNotContainKeys("log_loss", "brier");
    long hits = predicted.filter("prediction = two").count();
    assertThat(metrics.get("accuracy")).isEqualTo(hits / 4.0);
    assertThat(metrics.get("auc")).isEqualTo(1.0);
    HarnessedStage threshold = harness.stage("use: evaluate/binary\nwith: { threshold: 0.5 }");
    assertThatThrownBy(() -> threshold.evaluate(predictions))
        .hasMessage(
            "The stage evaluate/binary has a threshold, and this model gives no probabilities to"
                + " compare with it: remove the option.");
  }

  private static RandomForestOptions subset(String featureSubset) {
    return new RandomForestOptions(
        "two", "features", null, null, Task.CLASSIFICATION, 5, 3, 32, 1, featureSubset, 1.0);
  }
}
