package io.millrace.stages.transform;

import static io.millrace.stages.transform.SelectorRows.VECTOR;
import static io.millrace.stages.transform.SelectorRows.choice;
import static io.millrace.stages.transform.SelectorRows.fit;
import static io.millrace.stages.transform.SelectorRows.top;
import static io.millrace.stages.transform.SelectorRows.train;
import static io.millrace.stages.transform.SelectorRows.univariate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.SelectorOptions.Score;
import io.millrace.stages.transform.SelectorOptions.SelectUnivariate;
import io.millrace.stages.transform.SelectorOptions.SelectionMode;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.UnivariateFeatureSelector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Slots chosen one by one, by tests and information. */
@ExtendWith(SparkExtension.class)
final class UnivariateSelectorTest {
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
