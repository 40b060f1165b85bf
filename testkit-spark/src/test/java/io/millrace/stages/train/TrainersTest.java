package io.millrace.stages.train;

import static io.millrace.stages.train.NoisyClasses.FEATURES;
import static io.millrace.stages.train.NoisyClasses.LABEL;
import static io.millrace.stages.train.NoisyClasses.forest;
import static io.millrace.stages.train.NoisyClasses.frame;
import static io.millrace.stages.train.NoisyClasses.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Model;
import io.millrace.api.SharingTrainer;
import io.millrace.api.StageFactory;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.train.LogisticRegressionOptions.Family;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class TrainersTest {
  @Test
  void textsArePredictedAsTextsAndClassesAreSorted(SparkTestFrames frames) {
    String[] names = {"Yes", "No's \\ \"x\""};
    Dataset<Row> frame = frame(frames, FEATURES, Simple.STRING, 2, i -> names[i]);

    TrainedStage stage =
        TrainedStage.train(
            BuiltIn.stage(LogisticRegressionOptions.class), linear(FEATURES, null), frame);
    Dataset<Row> predicted = stage.predict(frame);

    assertThat(stage.model().classes()).containsExactly("No's \\ \"x\"", "Yes");
    assertThat(List.of(predicted.columns()))
        .containsExactly("row", FEATURES, LABEL, "w", "rawPrediction", "probability", "prediction");
    List<@Nullable Object> predictions = frames.column(predicted, "prediction");
    List<@Nullable Object> probabilities = frames.column(predicted, "probability");
    for (int i = 0; i < 90; i++) {
      double no = (Double) ((List<?>) probabilities.get(i)).get(0);
      assertThat(predictions.get(i)).isEqualTo(no >= 0.5 ? "No's \\ \"x\"" : "Yes");
    }
    assertThat(accuracy(frames, predicted)).isGreaterThan(0.75);
    assertThat(stage.context().facts()).containsKey("iterations");
    assertThat(stage.context().rows()).hasValue(90);
  }

  private static double accuracy(SparkTestFrames frames, Dataset<Row> predicted) {
    List<@Nullable Object> labels = frames.column(predicted, LABEL);
    List<@Nullable Object> predictions = frames.column(predicted, "prediction");
    int hits = 0;
    for (int i = 0; i < labels.size(); i++) {
      hits += labels.get(i) != null && labels.get(i).equals(predictions.get(i)) ? 1 : 0;
    }
    return (double) hits / labels.size();
  }

  @Test
  void labelsKeepTheirTypeAndNumbersAreSortedByValue(SparkTestFrames frames) {
    assertClasses(frames, Simple.INT, i -> List.of(10, 9, -1).get(i), "-1", "9", "10");
    assertClasses(frames, Simple.DOUBLE, i -> List.of(1.0, 0.5, -2.0).get(i), "-2", "0.5", "1");
    assertClasses(frames, Simple.FLOAT, i -> List.of(0.1f, 3f, 2f).get(i), "0.1", "2", "3");
    assertClasses(
        frames,
        new DecimalOf(4, 2),
        i ->
            List.of(new BigDecimal("1.50"), new BigDecimal("10.00"), new BigDecimal("2.00")).get(i),
        "1.5",
        "2",
        "10");
  }

  private static void assertClasses(
      SparkTestFrames frames,
      LogicalType type,
      IntFunction<@Nullable Object> label,
      String... classes) {
    Dataset<Row> frame = frame(frames, "features", type, 3, label);
    TrainedStage stage =
        TrainedStage.train(
            BuiltIn.stage(RandomForestOptions.class),
            forest("features", Task.CLASSIFICATION),
            frame);

    assertThat(stage.model().classes()).containsExactly(classes);
    assertThat(accuracy(frames, stage.predict(frame))).as(type.text()).isGreaterThan(0.6);
  }

  /** Its session can't be sent to tasks from then on, and a model must not hold it. */
  @Test
  void aModelPredictsWhereItsSessionHasObservedAFrame(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, "features", Simple.BOOLEAN, 2, i -> i == 1);
    frame.observe(new Observation(), functions.count(functions.lit(1)).as("rows")).collectAsList();

    TrainedStage stage =
        TrainedStage.train(
            BuiltIn.stage(LogisticRegressionOptions.class), linear("features", "w"), frame);

    assertThat(accuracy(frames, stage.predict(frame))).isGreaterThan(0.75);
  }

  @Test
  void booleansArePredictedAsBooleans(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, "features", Simple.BOOLEAN, 2, i -> i == 1);
    TrainedStage stage =
        TrainedStage.train(
            BuiltIn.stage(LogisticRegressionOptions.class), linear("features", "w"), frame);

    assertThat(stage.model().classes()).containsExactly("false", "true");
    assertThat(accuracy(frames, stage.predict(frame))).isGreaterThan(0.75);
    stage.assertStockPredictsTheSame(frame);
  }

  @Test
  void trialsThatShareTheirPassesLearnWhatTheyWouldAlone(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, FEATURES, Simple.STRING, 3, i -> "c" + i);
    LogisticRegressionOptions plain = linear(FEATURES, "w");
    LogisticRegressionOptions ridge =
        new LogisticRegressionOptions(
            LABEL, FEATURES, "w", null, 0.5, 0, 100, 1e-9, true, true, Family.AUTO);
    StageFactory<Dataset<Row>, LogisticRegressionOptions> factory =
        BuiltIn.stage(LogisticRegressionOptions.class);
    List<Trainer<Dataset<Row>>> trials =
        List.of(TrainedStage.trainer(factory, plain), TrainedStage.trainer(factory, ridge));

    List<Supplier<Model<Dataset<Row>>>> models =
        ((SharingTrainer<Dataset<Row>>) trials.get(0))
            .trainAll(TrainingData.of(frame), trials, TestStageContext.of("model"));

    assertThat(models).hasSize(2);
    // In another order than they were given: each stands for itself.
    assertNear(
        probabilities(frames, models.get(1).get(), frame),
        probabilities(frames, TrainedStage.train(factory, ridge, frame).model(), frame));
    List<@Nullable Object> learnt = probabilities(frames, models.get(0).get(), frame);
    assertNear(
        learnt, probabilities(frames, TrainedStage.train(factory, plain, frame).model(), frame));
    assertThat(learnt)
        .isNotEqualTo(
            probabilities(frames, TrainedStage.train(factory, ridge, frame).model(), frame));
  }

  /** The same but for rounding. */
  private static void assertNear(List<@Nullable Object> actual, List<@Nullable Object> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      double[] own = numbers(actual.get(i));
      assertThat(own).containsExactly(numbers(expected.get(i)), within(1e-6));
    }
  }

  private static double[] numbers(@Nullable Object vector) {
    return ((List<?>) Objects.requireNonNull(vector))
        .stream().mapToDouble(n -> (Double) n).toArray();
  }

  private static List<@Nullable Object> probabilities(
      SparkTestFrames frames, Model<Dataset<Row>> model, Dataset<Row> frame) {
    return frames.column(model.predict(frame), Model.PROBABILITY);
  }

  @Test
  void aModelNeedsNeitherLabelNorWeight(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, FEATURES, Simple.STRING, 2, i -> "c" + i);
    TrainedStage stage =
        TrainedStage.train(
            BuiltIn.stage(LogisticRegressionOptions.class), linear(FEATURES, "w"), frame);

    Dataset<Row> predicted = stage.model().predict(Columns.select(frame, List.of(FEATURES)));

    assertThat(frames.column(predicted, "prediction"))
        .isEqualTo(frames.column(stage.predict(frame), "prediction"));
    assertThat(stage.trainer().reads(Schema.unknown())).isEqualTo(ColumnUse.of(List.of(FEATURES)));
  }

  @Test
  void stockSparkMlPredictsTheSame(SparkTestFrames frames) {
    String[] names = {"it's", "a \\ \"b\""};
    Dataset<Row> texts = frame(frames, "features", Simple.STRING, 2, i -> names[i]);
    TrainedStage.train(
            BuiltIn.stage(LogisticRegressionOptions.class), linear("features", null), texts)
        .assertStockPredictsTheSame(texts);
    TrainedStage.train(
            BuiltIn.stage(RandomForestOptions.class),
            forest("features", Task.CLASSIFICATION),
            texts)
        .assertStockPredictsTheSame(texts);
    Dataset<Row> numbers = frame(frames, "features", Simple.INT, 2, i -> 3 * i);
    TrainedStage.train(
            BuiltIn.stage(RandomForestOptions.class), forest("features", Task.REGRESSION), numbers)
        .assertStockPredictsTheSame(numbers);
  }

  /** Weight w of a row is w rows, by definition of the weighted likelihood. */
  @Test
  void aWeightCountsLikeRepeatedRows(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, FEATURES, Simple.STRING, 2, i -> "c" + i);
    Dataset<Row> repeated =
        frame.union(frame.where("w >= 2")).union(frame.where("w >= 3")).coalesce(1);

    Dataset<Row> weighted =
        TrainedStage.train(
                BuiltIn.stage(LogisticRegressionOptions.class), linear(FEATURES, "w"), frame)
            .predict(frame);
    Dataset<Row> plain =
        TrainedStage.train(
                BuiltIn.stage(LogisticRegressionOptions.class), linear(FEATURES, null), repeated)
            .predict(frame);

    List<@Nullable Object> left = frames.column(weighted, "probability");
    List<@Nullable Object> right = frames.column(plain, "probability");
    for (int i = 0; i < left.size(); i++) {
      assertThat((Double) ((List<?>) left.get(i)).get(0))
          .isCloseTo((Double) ((List<?>) right.get(i)).get(0), within(1e-4));
    }
  }

  @Test
  void aForestPredictsNumbers(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, FEATURES, Simple.INT, 3, i -> 100 * i);
    TrainedStage stage =
        TrainedStage.train(
            BuiltIn.stage(RandomForestOptions.class), forest(FEATURES, Task.REGRESSION), frame);

    Dataset<Row> predicted = stage.predict(frame);

    assertThat(stage.model().classes()).isEmpty();
    assertThat(List.of(predicted.columns())).endsWith("w", "prediction").hasSize(5);
    assertThat(frames.column(predicted, "prediction"))
        .allSatisfy(value -> assertThat((Double) value).isBetween(0.0, 200.0));
  }

  @Test
  void aSearchThatDoesNotConvergeWarns(SparkTestFrames frames) {
    LogisticRegressionOptions options =
        new LogisticRegressionOptions(
            LABEL, "features", null, null, 0, 0, 1, 1e-6, true, true, Family.AUTO);

    TrainedStage stage =
        TrainedStage.train(
            BuiltIn.stage(LogisticRegressionOptions.class),
            options,
            frame(frames, "features", Simple.INT, 3, i -> i));

    assertThat(stage.context().warnings())
        .containsExactly(
            "the logistic regression stopped after 1 iterations without converging: raise maxIter"
                + " or tol");
  }

  @Test
  void exportFormsFollowFromTheColumnsName() {
    assertThat(forms("features")).containsExactly(ExportForm.SCORING, ExportForm.SPARK_ML);
    assertThat(forms("a.b")).containsExactly(ExportForm.SCORING);
  }

  private static java.util.Set<ExportForm> forms(String features) {
    return ((Exportable)
            TrainedStage.trainer(
                BuiltIn.stage(LogisticRegressionOptions.class), linear(features, null)))
        .exportForms();
  }
}
