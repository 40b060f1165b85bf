package io.millrace.stages.train.threshold;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.Refiner;
import io.millrace.api.TrainingData;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.RefinerContract;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Expected choices follow from writing down all ten thresholds of ten rows. */
@ExtendWith(SparkExtension.class)
final class ThresholdTest {
  private static final List<String> NO_YES = List.of("no", "yes");
  private static final boolean[] TRUTH = {
    true, true, false, true, false, true, false, false, true, false
  };

  private final SparkTestFrames frames;
  private final StageHarness harness;

  ThresholdTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
  }

  /** Gives the probabilities that its rows hold. */
  private static final class AsWritten implements Model<Dataset<Row>> {
    @Override
    public Dataset<Row> predict(Dataset<Row> frame) {
      return frame;
    }

    @Override
    public List<String> classes() {
      return NO_YES;
    }

    @Override
    public void save(StateDirectory state) {
      throw new UnsupportedOperationException("a refinement is saved alone");
    }
  }

  /** Rows of probability 0.95, 0.85 … 0.05. */
  private Dataset<Row> tenRows() {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < TRUTH.length; i++) {
      double p = (95 - 10 * i) / 100.0;
      rows.add(List.of(TRUTH[i] ? "yes" : "no", p > 0.5 ? "yes" : "no", List.of(1 - p, p), 1.0));
    }
    return frame(rows);
  }

  private Dataset<Row> frame(List<? extends List<? extends @Nullable Object>> rows) {
    return frames.frame(
        Schema.of(
            Column.nullable("label", Simple.STRING),
            Column.nullable(Model.PREDICTION, Simple.STRING),
            Column.nullable(Model.PROBABILITY, new VectorOf(2)),
            Column.nullable("w", Simple.DOUBLE)),
        rows);
  }

  private HarnessedStage stage(String options) {
    return harness.stage("use: train/threshold\nwith: { " + options + " }\n");
  }

  private static List<Predictions<Dataset<Row>>> unseen(Dataset<Row> frame) {
    return List.of(new Predictions<>(frame, "label", null, NO_YES));
  }

  private String chosen(String options) {
    HarnessedStage stage = stage(options);
    Model<Dataset<Row>> model = stage.refine(new AsWritten(), unseen(tenRows()));
    long found = model.predict(tenRows()).where("prediction = 'yes'").count();
    return found + " above " + stage.context().facts().get("threshold");
  }

  @Test
  void theAimDecides() {
    // Found, of five positives: 1 2 2 3 3 4 4 4 5 5 among the first 1 to 10 rows.
    assertThat(chosen("cost: { falsePositive: 1, falseNegative: 5 }")).isEqualTo("9 above 0.1000");
    assertThat(chosen("cost: { falsePositive: 5, falseNegative: 1 }")).isEqualTo("2 above 0.8000");
    assertThat(chosen("cost: { falsePositive: 9, falseNegative: 0.1 }"))
        .isEqualTo("2 above 0.8000");
    assertThat(chosen("minRecall: 0.8")).isEqualTo("6 above 0.4000");
    assertThat(chosen("minRecall: 0.81")).isEqualTo("9 above 0.1000");
    assertThat(chosen("minPrecision: 0.75")).isEqualTo("4 above 0.6000");
    assertThat(chosen("beta: 1")).isEqualTo("6 above 0.4000");
    assertThat(chosen("beta: 0.5")).isEqualTo("2 above 0.8000");
    assertThat(chosen("positive: no, minRecall: 1")).isEqualTo("2 above 0.2000");
  }

  @Test
  void itTellsWhatItChose() {
    HarnessedStage stage = stage("cost: { falsePositive: 1, falseNegative: 5 }");

    stage.refine(new AsWritten(), unseen(tenRows()));

    assertThat(stage.context().facts())
        .containsExactly(
            entry("threshold", "0.1000"),
            entry("on", "validation rows"),
            entry("precision", "0.5556"),
            entry("recall", "1.0000"),
            entry("cost", "4.0000"));
    assertThat(stage.context().rows()).hasValue(10);
  }

  @Test
  void weightsCount() {
    List<List<Object>> rows =
        List.of(
            List.of("yes", "yes", List.of(0.1, 0.9), 1.0),
            List.of("no", "yes", List.of(0.2, 0.8), 100.0),
            List.of("yes", "yes", List.of(0.4, 0.6), 10.0));
    HarnessedStage stage = stage("cost: { falsePositive: 1, falseNegative: 1 }");

    stage.refine(new AsWritten(), List.of(new Predictions<>(frame(rows), "label", "w", NO_YES)));

    assertThat(stage.context().facts()).containsEntry("threshold", "0.8500");
  }

  @Test
  void rowsThatTellNothingAreRefused() {
    List<List<@Nullable Object>> bad =
        List.of(
            Arrays.asList("yes", "yes", List.of(0.1, 0.9), 1.0),
            Arrays.asList(null, "no", List.of(0.8, 0.2), 1.0),
            Arrays.asList("maybe", "no", List.of(0.8, 0.2), -1.0));
    assertFails(
        () -> stage("beta: 1").refine(new AsWritten(), unseen(frame(bad))),
        StandardError.UNUSABLE_LABEL,
        "The label 'label' is missing or unknown to the model in 2 of 3 rows to choose a threshold"
            + " by: drop such rows before the split.");
    assertFails(
        () -> stage("beta: 1").refine(new AsWritten(), unseen(frame(bad.subList(0, 1)))),
        StandardError.UNUSABLE_LABEL,
        "The label 'label' has only one class in the rows to choose a threshold by: both are"
            + " needed.");
    assertFails(
        () -> stage("beta: 1").refine(new AsWritten(), unseen(frame(List.of()))),
        StandardError.EMPTY_INPUT,
        "There are no rows to choose a threshold by.");
    assertFails(
        () -> stage("minPrecision: 0.9, positive: no").refine(new AsWritten(), unseen(reversed())),
        StandardError.UNUSABLE_LABEL,
        "No threshold gives a precision of 0.9: the best is 0.5000; ask for less, or train a better"
            + " model.");
    assertFails(
        () -> stage("beta: 1, positive: maybe").refine(new AsWritten(), unseen(tenRows())),
        StandardError.INVALID_OPTION,
        "The positive class 'maybe' is none of the model's: 'no' and 'yes'.");
  }

  private Dataset<Row> reversed() {
    return frame(
        List.of(
            List.of("yes", "no", List.of(0.9, 0.1), 1.0),
            List.of("no", "yes", List.of(0.1, 0.9), 1.0)));
  }

  @Test
  void optionsThatSayNothingOrTooMuch() {
    assertThat(stage("positive: yes").problems())
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] nothing says what threshold is best: give cost,"
                + " minRecall, minPrecision or beta (stage 'stage')");
    assertThat(stage("beta: 1, minRecall: 0.5").problems()).hasSize(1);
    assertThat(stage("beta: 1").problems(Schema.of(Column.nullable("prediction", Simple.DOUBLE))))
        .containsExactly(
            "stage.yaml:1:6: [UNKNOWN_COLUMN] train/threshold decides by the scores of classes, and"
                + " the model gives none: put it behind a classifier");
  }

  private Dataset<Row> points() {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double x = (i * 37 % 60) / 10.0;
      rows.add(List.of(x + (i % 7) / 2.0 > 4 ? 1 : 0, List.of(x, i % 5 / 2.0)));
    }
    return frames.frame(
        Schema.of(
            Column.required("label", Simple.INT), Column.required("features", new VectorOf(2))),
        rows);
  }

  @Test
  @Tag("full")
  void stockClassesDecideTheSame() {
    String trees = ", task: classification, maxDepth: 3, ";
    Map<String, String> trainers =
        Map.of(
            "logistic-regression",
            "",
            "random-forest",
            trees + "numTrees: 5",
            "gradient-boosted-trees",
            trees + "maxIter: 3",
            "linear-svm",
            "");
    for (String trainer : trainers.keySet()) {
      Model<Dataset<Row>> model =
          harness
              .stage(
                  "use: train/%s\nwith: { label: label%s }\n"
                      .formatted(trainer, trainers.get(trainer)))
              .train(TrainingData.of(points()));
      for (String positive : List.of("\"1\"", "\"0\"")) {
        Dataset<Row> predicted = model.predict(points());
        Model<Dataset<Row>> refined =
            stage("cost: { falsePositive: 1, falseNegative: 4 }, positive: " + positive)
                .refine(
                    model, List.of(new Predictions<>(predicted, "label", null, model.classes())));
        Dataset<Row> ours = refined.predict(points());
        Dataset<Row> stock = points();
        for (Transformer step : ((SparkMlExport) refined).sparkMl()) {
          stock = step.transform(stock);
        }
        assertThat(List.of((Row[]) Columns.select(stock, List.of(ours.columns())).collect()))
            .as(trainer + " " + positive)
            .isEqualTo(List.of((Row[]) ours.collect()));
      }
    }
  }

  @Nested
  final class Contract extends RefinerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    @SuppressWarnings("unchecked") // The factory under test makes a refiner.
    protected Refiner<Dataset<Row>> stage() {
      return (Refiner<Dataset<Row>>)
          new ThresholdFactory().create(new ThresholdOptions(null, null, 0.9, null, null, 5));
    }

    @Override
    protected Model<Dataset<Row>> model() {
      return harness
          .stage("use: train/logistic-regression\nwith: { label: label }\n")
          .train(TrainingData.of(points()));
    }

    @Override
    protected Dataset<Row> rows() {
      return points();
    }

    @Override
    protected String label() {
      return "label";
    }
  }
}
