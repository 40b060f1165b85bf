package io.millrace.stages.train;

import static io.millrace.stages.FittedStage.assertFails;
import static io.millrace.stages.train.NoisyClasses.LABEL;
import static io.millrace.stages.train.NoisyClasses.forest;
import static io.millrace.stages.train.NoisyClasses.frame;
import static io.millrace.stages.train.NoisyClasses.linear;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Trainer;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.SchemaPromise;
import io.millrace.stages.train.LogisticRegressionOptions.Family;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What trainers say of rows and columns that they can not learn from. */
@ExtendWith(SparkExtension.class)
final class TrainerRefusalsTest {
  @Test
  void labelsThatCantBeLearntFromAreNamed(SparkTestFrames frames) {
    RandomForestOptions regression = forest("features", Task.REGRESSION);
    Dataset<Row> one = frame(frames, "features", Simple.STRING, 2, i -> "No");
    Dataset<Row> missing =
        frame(frames, "features", Simple.DOUBLE, 3, i -> i == 0 ? Double.NaN : (Double) (double) i);
    Dataset<Row> nulls = frame(frames, "features", Simple.STRING, 3, i -> i == 0 ? null : "c" + i);
    Dataset<Row> empty = one.where("false");

    assertLabelFails(
        one,
        StandardError.UNUSABLE_LABEL,
        "The label 'is it? ü.`y`' has only the class 'No' in the training rows: a classifier needs"
            + " two.");
    String gaps =
        "The label 'is it? ü.`y`' is missing in 30 training rows: drop such rows with"
            + " transform/filter.";
    assertLabelFails(nulls, StandardError.UNUSABLE_LABEL, gaps);
    assertLabelFails(missing, StandardError.UNUSABLE_LABEL, gaps);
    assertFails(
        () -> TrainedStage.train(BuiltIn.stage(RandomForestOptions.class), regression, missing),
        StandardError.UNUSABLE_LABEL,
        gaps);
    String none = "There are no training rows to learn 'is it? ü.`y`' from.";
    assertLabelFails(empty, StandardError.EMPTY_INPUT, none);
    assertFails(
        () -> TrainedStage.train(BuiltIn.stage(RandomForestOptions.class), regression, empty),
        StandardError.EMPTY_INPUT,
        none);
  }

  private static void assertLabelFails(Dataset<Row> frame, StandardError code, String message) {
    assertFails(
        () ->
            TrainedStage.train(
                BuiltIn.stage(LogisticRegressionOptions.class), linear("features", null), frame),
        code,
        message);
  }

  @Test
  void whatTheInputLacksIsReportedBeforeTheRun() {
    Trainer<Dataset<Row>> classifier =
        TrainedStage.trainer(
            BuiltIn.stage(LogisticRegressionOptions.class), linear("features", "w"));
    Trainer<Dataset<Row>> regression =
        TrainedStage.trainer(
            BuiltIn.stage(RandomForestOptions.class), forest("features", Task.REGRESSION));
    Schema bad =
        Schema.of(
            Column.nullable("features", Simple.STRING),
            Column.nullable(LABEL, Simple.DATE),
            Column.nullable("w", Simple.BOOLEAN),
            Column.nullable("prediction", Simple.DOUBLE));

    assertThat(SchemaPromise.problems(problems -> classifier.schema(bad, problems)))
        .containsExactly(
            "features: [COLUMN_TYPE] column 'features' of type string is no vector: make one with"
                + " transform/assemble",
            "label: [COLUMN_TYPE] column 'is it? ü.`y`' of type date can't name classes: a label is"
                + " a string, a number or a boolean",
            "weight: [COLUMN_TYPE] column 'w' of type boolean is no number",
            ": [DUPLICATE_COLUMN] the input has a column 'prediction', which the model adds: rename"
                + " it");
    assertThat(SchemaPromise.problems(problems -> regression.schema(bad, problems)))
        .contains(
            "label: [COLUMN_TYPE] column 'is it? ü.`y`' of type date is no number, which regression"
                + " predicts");
  }

  @Test
  void valuesThatAreNoNumbersAreNamedByTheirColumn(SparkTestFrames frames) {
    Dataset<Row> frame =
        frames.frame(
            Schema.of(
                Column.required("features", new VectorOf(1)), Column.required(LABEL, Simple.INT)),
            List.of(
                Arrays.asList(List.of(Double.NaN), 0),
                Arrays.asList(List.of(1.0), 1),
                Arrays.asList(List.of(2.0), 1)));

    assertLabelFails(
        frame,
        StandardError.UNUSABLE_COLUMN,
        "The column 'features' holds nulls or values that are no finite numbers: fill them with"
            + " transform/impute.");
  }

  @Test
  void aNegativeWeightIsNamedByItsColumn(SparkTestFrames frames) {
    Dataset<Row> frame =
        frame(frames, "features", Simple.INT, 2, i -> i)
            .withColumn("w", org.apache.spark.sql.functions.lit(-1.0));

    assertFails(
        () ->
            TrainedStage.train(
                BuiltIn.stage(LogisticRegressionOptions.class), linear("features", "w"), frame),
        StandardError.UNUSABLE_COLUMN,
        "The weight 'w' is missing, infinite or negative in some training row.");
  }

  @Test
  void aBinomialModelOfThreeClassesIsRefused(SparkTestFrames frames) {
    LogisticRegressionOptions options =
        new LogisticRegressionOptions(
            LABEL, "features", null, null, 0, 0, 100, 1e-6, true, true, Family.BINOMIAL);

    assertFails(
        () ->
            TrainedStage.train(
                BuiltIn.stage(LogisticRegressionOptions.class),
                options,
                frame(frames, "features", Simple.INT, 3, i -> i)),
        StandardError.INVALID_OPTION,
        "The family binomial knows two classes, and the label 'is it? ü.`y`' has 3: use auto or"
            + " multinomial.");
  }
}
