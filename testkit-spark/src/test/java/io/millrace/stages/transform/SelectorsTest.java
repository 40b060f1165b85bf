package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.SelectorOptions.Correlation;
import io.millrace.stages.transform.SelectorOptions.Learner;
import io.millrace.stages.transform.SelectorOptions.Merging;
import io.millrace.stages.transform.SelectorOptions.Score;
import io.millrace.stages.transform.SelectorOptions.SelectCorrelation;
import io.millrace.stages.transform.SelectorOptions.SelectImportance;
import io.millrace.stages.transform.SelectorOptions.SelectL1;
import io.millrace.stages.transform.SelectorOptions.SelectUnivariate;
import io.millrace.stages.transform.SelectorOptions.SelectionMode;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.UnivariateFeatureSelector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Slots chosen by correlation, tests, information, trees and penalties. */
@ExtendWith(SparkExtension.class)
final class SelectorsTest {
  private static final String VECTOR = "v.ector `é`";
  private static final double[][] SLOTS = {
    {1, 0, 3.0, 2},
    {2, 1, 1.5, 4},
    {2, 0, 2.5, 4.5},
    {4, 2, 0.5, 8.5},
    {3, 2, 0.0, 6},
    {1, 0, 1.0, 2.2},
    {5, 1, 2.0, 9.7},
    {4, 2, 1.0, 8},
    {3, 1, 3.5, 6.3},
    {2, 0, 0.5, 3.9},
    {5, 2, 0.0, 10.4},
    {1, 1, 2.0, 1.8}
  };
  private static final String CLASSES = "nnnyynyyynyn";
  private static final List<Double> NUMBERS =
      List.of(1.2, 2.1, 1.9, 4.2, 3.1, 0.8, 4.7, 4.4, 2.7, 2.2, 5.3, 0.9);

  private static Dataset<Row> train(SparkTestFrames frames) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < SLOTS.length; i++) {
      rows.add(
          Arrays.asList(
              Arrays.stream(SLOTS[i]).boxed().toList(),
              CLASSES.substring(i, i + 1),
              NUMBERS.get(i)));
    }
    return frames.frame(
        Schema.of(
            Column.nullable(VECTOR, new VectorOf(VectorOf.UNKNOWN_SIZE)),
            Column.nullable("class", Simple.STRING),
            Column.nullable("number", Simple.DOUBLE)),
        rows);
  }

  private static FittedStage fit(Record options, Dataset<Row> train) {
    return FittedStage.fit(BuiltIn.of(options), options, train);
  }

  private static Choice choice(FittedStage stage) {
    return ((FittedSelection) stage.fitted()).state().columns().get(0);
  }

  private static SelectUnivariate univariate(
      Score score, SelectionMode mode, @Nullable Double threshold, @Nullable Task task) {
    String label = score == Score.F_REGRESSION || task == Task.REGRESSION ? "number" : "class";
    return new SelectUnivariate(
        List.of(VECTOR), List.of("made"), null, label, score, mode, threshold, task, 20);
  }

  private static SelectUnivariate top(Score score, int count) {
    return univariate(score, SelectionMode.NUM_TOP_FEATURES, (double) count, null);
  }

  /**
   * f_classif and f_regression of scikit-learn 1.9.1, chi2_contingency of SciPy, and
   * mutual_info_score of scikit-learn, which takes each value for a bin.
   */
  @Test
  void scoresAreThoseOfScikitLearn(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);

    Choice anova = choice(fit(top(Score.ANOVA, 2), train));
    Choice regression = choice(fit(top(Score.F_REGRESSION, 2), train));
    Choice chi = choice(fit(top(Score.CHI_SQUARE, 2), train));
    Choice information = choice(fit(top(Score.MUTUAL_INFORMATION, 3), train));

    assertScores(
        anova.scores(),
        34.090909090909086,
        20.000000000000025,
        0.7446808510638288,
        34.04765390527784);
    assertScores(
        anova.pValues(),
        0.00016409288460794886,
        0.0011934668300203196,
        0.40838492167300333,
        0.000164919265403918);
    assertThat(anova.kept()).containsExactly(0, 3);
    assertScores(
        regression.scores(),
        437.82215138047854,
        12.96156223862689,
        2.164763856170758,
        351.3551549906774);
    assertScores(chi.scores(), 12, 8, 6, 12);
    assertScores(
        chi.pValues(),
        0.01735126523666451,
        0.018315638888734182,
        0.539749350395557,
        0.36364322051682674);
    assertThat(chi.kept()).containsExactly(0, 1);
    assertScores(
        information.scores(),
        0.6931471805599456,
        0.4620981203732968,
        0.34657359027997264,
        0.693147180559945);
    assertThat(information.kept()).containsExactly(0, 1, 3);
    assertThat(information.pValues()).isEmpty();
  }

  private static void assertScores(double[] scores, double... expected) {
    assertThat(scores).hasSameSizeAs(expected);
    for (int i = 0; i < scores.length; i++) {
      assertThat(scores[i]).isCloseTo(expected[i], within(1e-9 * Math.max(1, expected[i])));
    }
  }

  @Test
  void modesChooseAsSparkMlsSelectorDoes(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    Dataset<Row> numbered =
        train.select(
            Columns.col(VECTOR).as("f"), functions.expr("if(class = 'y', 1D, 0D)").as("l"));
    for (SelectionMode mode : SelectionMode.values()) {
      double threshold =
          switch (mode) {
            case NUM_TOP_FEATURES -> 2;
            case PERCENTILE -> 0.75;
            case FPR -> 0.001;
            default -> 0.002;
          };
      String stock = mode.name().toLowerCase(java.util.Locale.ROOT);
      int[] expected =
          new UnivariateFeatureSelector()
              .setFeatureType("continuous")
              .setLabelType("categorical")
              .setFeaturesCol("f")
              .setLabelCol("l")
              .setSelectionMode(mode == SelectionMode.NUM_TOP_FEATURES ? "numTopFeatures" : stock)
              .setSelectionThreshold(threshold)
              .fit(numbered)
              .selectedFeatures();

      assertThat(choice(fit(univariate(Score.ANOVA, mode, threshold, null), train)).kept())
          .as(stock)
          .containsExactlyInAnyOrder(Arrays.stream(expected).boxed().toArray(Integer[]::new));
    }
  }

  /** By hand: the label's bins are its two halves, as are the first slot's. */
  @Test
  void informationOfANumberIsThatOfItsBins(SparkTestFrames frames) {
    SelectUnivariate options =
        new SelectUnivariate(
            List.of(VECTOR),
            null,
            null,
            "number",
            Score.MUTUAL_INFORMATION,
            SelectionMode.NUM_TOP_FEATURES,
            1.0,
            Task.REGRESSION,
            2);

    assertThat(choice(fit(options, train(frames))).scores()[3])
        .isCloseTo(Math.log(2), within(1e-12));
  }

  /** Components by PCA of scikit-learn 1.9.1 on values of mean 0 and deviation 1 (n - 1). */
  @Test
  void slotsThatSayTheSameAreDroppedOrMerged(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    FittedStage dropped = fit(correlation(0.9, Merging.DROP), train);
    FittedStage component = fit(correlation(0.9, Merging.COMPONENT), train);
    FittedStage three = fit(correlation(0.3, Merging.COMPONENT), without(train, 1));
    FittedStage mean = fit(correlation(0.9, Merging.MEAN), train);

    assertThat(first(frames, dropped.apply(train))).isEqualTo(List.of(1.0, 0.0, 3.0));
    assertThat(dropped.context().facts())
        .containsEntry("kept of 'v.ector `é`'", "3 of 4 slots: 0, 1, 2");
    Dataset<Row> merged = component.apply(train);
    assertThat(first(frames, merged).subList(0, 2)).isEqualTo(List.of(0.0, 3.0));
    assertThat((Double) first(frames, merged).get(2)).isCloseTo(-1.6784275569765919, within(1e-12));
    assertThat((Double) first(frames, mean.apply(train)).get(2))
        .isCloseTo(-1.6784275569765919 / Math.sqrt(2), within(1e-12));
    assertThat((Double) first(frames, three.apply(without(train, 1))).get(0))
        .isCloseTo(-2.0596696632995544, within(1e-9));
    assertThat(
            Arrays.stream(
                    AttributeGroup.fromStructField(merged.schema().apply("made"))
                        .attributes()
                        .get())
                .map(attribute -> attribute.name().get()))
        .containsExactly("1", "2", "0+3");
    assertThat(component.context().facts())
        .containsEntry("kept of 'v.ector `é`'", "2 of 4 slots: 1, 2; merged: 0+3");
    for (FittedStage stage : List.of(dropped, component, mean)) {
      assertThat(frames.rows(stage.applyStock(train))).isEqualTo(frames.rows(stage.apply(train)));
    }
  }

  private static SelectCorrelation correlation(double threshold, Merging merging) {
    return new SelectCorrelation(
        List.of(VECTOR), List.of("made"), null, threshold, Correlation.PEARSON, merging);
  }

  /** The vectors without a slot. */
  private static Dataset<Row> without(Dataset<Row> train, int slot) {
    UDF1<Vector, Vector> shorter =
        vector -> {
          List<Double> kept = new ArrayList<>();
          for (int i = 0; i < vector.size(); i++) {
            if (i != slot) {
              kept.add(vector.apply(i));
            }
          }
          return org.apache.spark.ml.linalg.Vectors.dense(
              kept.stream().mapToDouble(Double::doubleValue).toArray());
        };
    return Columns.with(
        train,
        Map.of(
            VECTOR, functions.udf(shorter, SQLDataTypes.VectorType()).apply(Columns.col(VECTOR))));
  }

  private static List<?> first(SparkTestFrames frames, Dataset<Row> made) {
    return (List<?>) frames.column(made, "made").get(0);
  }

  @Test
  @Tag("full")
  void treesAndPenaltiesKeepTheSlotsThatPredict(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    for (Learner learner : Learner.values()) {
      for (Task task : Task.values()) {
        String label = task == Task.REGRESSION ? "number" : "class";
        SelectImportance options =
            new SelectImportance(
                List.of(VECTOR), List.of("made"), null, label, task, learner, 3, 2, null, 0.3);
        Choice choice = choice(fit(options, train));
        assertThat(Arrays.stream(choice.kept()).boxed().toList())
            .as("%s %s", learner, task)
            .isNotEmpty()
            .isSubsetOf(0, 1, 3);
        assertThat(Arrays.stream(choice.scores()).sum()).isCloseTo(1, within(1e-9));
      }
    }
    SelectImportance one =
        new SelectImportance(
            List.of(VECTOR),
            List.of("made"),
            null,
            "class",
            Task.CLASSIFICATION,
            Learner.RANDOM_FOREST,
            5,
            2,
            1,
            null);
    assertThat(choice(fit(one, train)).kept()).hasSize(1);
    FittedStage classes =
        fit(
            new SelectL1(
                List.of(VECTOR), List.of("made"), null, "class", Task.CLASSIFICATION, 0.2, 100),
            train);
    FittedStage number =
        fit(
            new SelectL1(
                List.of(VECTOR), List.of("made"), null, "number", Task.REGRESSION, 0.5, 100),
            train);
    assertThat(choice(classes).kept()).isNotEmpty().doesNotContain(2);
    assertThat(choice(number).kept()).isNotEmpty().doesNotContain(1, 2);
    assertThat(frames.rows(classes.applyStock(train))).isEqualTo(frames.rows(classes.apply(train)));
  }

  @Test
  void sparseVectorsStaySparseAndScoreAlike(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    UDF1<Vector, Vector> sparse = Vector::toSparse;
    Dataset<Row> thin =
        Columns.with(
            train,
            Map.of(
                VECTOR,
                functions.udf(sparse, SQLDataTypes.VectorType()).apply(Columns.col(VECTOR))));
    SelectUnivariate options = top(Score.MUTUAL_INFORMATION, 2);

    FittedStage stage = fit(options, thin);

    assertThat(choice(stage).scores()).isEqualTo(choice(fit(options, train)).scores());
    assertThat(stage.apply(thin).select("made").head().<Object>getAs(0))
        .isInstanceOf(org.apache.spark.ml.linalg.SparseVector.class);
    assertThat(frames.column(stage.apply(thin), "made"))
        .isEqualTo(frames.column(stage.apply(train), "made"));
  }

  @Test
  void rowsThatCantBeChosenFromAreNamed(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    Schema schema = io.millrace.stages.SchemaPromise.of(train);
    FittedStage stage = fit(correlation(0.9, Merging.DROP), train);
    assertFails(
        () -> fit(correlation(0.9, Merging.DROP), train.where("false")),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v.ector `é`' has no vector in the training rows to tell its slots by.");
    assertFails(
        () -> fit(top(Score.ANOVA, 1), train.where("false")),
        StandardError.EMPTY_INPUT,
        "There are no training rows to learn 'class' from.");
    assertFails(
        () ->
            fit(
                correlation(0.9, Merging.DROP),
                frames.frame(schema, List.of(Arrays.asList(List.of(1.0, Double.NaN), "n", 1.0)))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v.ector `é`' holds values that are no finite numbers: fill them with"
            + " transform/impute.");
    assertFails(
        () -> stage.apply(frames.frame(schema, List.of(Arrays.asList(List.of(1.0), "n", 1.0)))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v.ector `é`' holds a vector of 1 slots, and those of the training rows have"
            + " 4.");
    assertFails(
        () -> fit(univariate(Score.ANOVA, SelectionMode.FWE, 1e-9, null), train),
        StandardError.UNUSABLE_COLUMN,
        "The stage transform/select-univariate keeps none of the 4 slots of 'v.ector `é`': let it"
            + " keep more.");
    assertFails(
        () ->
            fit(
                univariate(Score.F_REGRESSION, SelectionMode.FPR, null, null),
                train.selectExpr("* except (number)", "if(number > 5, null, number) as number")),
        StandardError.UNUSABLE_LABEL,
        "The label 'number' is missing in 1 training row: drop such rows with transform/filter.");
  }

  @Test
  void contradictionsAreFoundInTheFile(StageHarness harness) {
    Schema schema =
        Schema.of(Column.required("v", new VectorOf(2)), Column.required("y", Simple.STRING));
    assertThat(
            Stream.of(
                    "score: anova, task: regression",
                    "score: mutual-information, selectionMode: fdr",
                    "score: anova, selectionThreshold: 1.5",
                    "score: anova, selectionMode: fpr, selectionThreshold: 2",
                    "score: f-regression")
                .flatMap(
                    with ->
                        harness
                            .stage(
                                "use: transform/select-univariate\nwith: { columns: [v], label: y, "
                                    + with
                                    + " }")
                            .problems(schema)
                            .stream()))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] the option task needs score mutual-information (stage"
                + " 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] mutual-information has no p-values: set selectionMode"
                + " to num-top-features or percentile (stage 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] selectionThreshold is a whole number for"
                + " selectionMode num-top-features (stage 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] selectionThreshold is at most 1 for this"
                + " selectionMode (stage 'stage')",
            "stage.yaml:2:30: [COLUMN_TYPE] column 'y' of type string is no number");
  }
}
