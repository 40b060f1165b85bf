package io.millrace.stages.train.cluster;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.TrainingData;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
final class ClusteringsTest {
  private static final String PLACE = "a.place `ü`";
  private static final Schema PLACES =
      Schema.of(
          Column.required("row", Simple.INT),
          Column.nullable(PLACE, new VectorOf(2)),
          Column.nullable("w", Simple.DOUBLE));

  /** Two corners, far from each other. */
  private static Dataset<Row> corners(SparkTestFrames frames) {
    Random random = new Random(7);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int corner = i % 2 * 9;
      List<Double> place = List.of(corner + random.nextDouble(), corner + random.nextDouble());
      rows.add(List.of(i, place, 1.0 + i % 3));
    }
    return frames.frame(PLACES, rows);
  }

  private static HarnessedStage stage(StageHarness harness, String name, String more) {
    return harness.stage(
        "use: train/%s\nwith: { features: \"%s\"%s }".formatted(name, PLACE, more));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k-means", "bisecting-k-means", "gaussian-mixture"})
  void rowsThatLieTogetherAreOneCluster(String name, StageHarness harness, SparkTestFrames frames) {
    HarnessedStage stage = stage(harness, name, ", k: 2, weight: w");
    Model<Dataset<Row>> model = stage.train(TrainingData.of(corners(frames)));
    Dataset<Row> asked =
        frames.frame(
            PLACES,
            List.of(
                List.of(0, List.of(0.1, 0.2), 1.0),
                List.of(1, List.of(8.5, 8.5), 1.0),
                List.of(2, List.of(0.3, 0.9), 1.0),
                Arrays.asList(3, null, 1.0),
                Arrays.asList(4, List.of(Double.NaN, 1.0), 1.0),
                Arrays.asList(5, List.of(Double.NEGATIVE_INFINITY, 1.0), null)));

    Dataset<Row> predicted = model.predict(asked);
    List<Object> clusters = frames.column(predicted, Model.PREDICTION);

    assertThat(clusters.subList(0, 2)).containsExactlyInAnyOrder(0, 1);
    assertThat(clusters.get(2)).isEqualTo(clusters.get(0));
    assertThat(clusters.subList(3, 6)).containsOnlyNulls();
    assertThat(stage.problems(PLACES)).isEmpty();
    assertThat(stage.schema(PLACES).names()).containsExactly(predicted.columns());
    assertThat(stage.context().facts()).containsEntry("clusters", "2");
  }

  @Test
  void aMixtureTellsHowProbableEachClusterIs(StageHarness harness, SparkTestFrames frames) {
    Dataset<Row> corners = corners(frames);
    Dataset<Row> predicted =
        stage(harness, "gaussian-mixture", ", k: 2")
            .train(TrainingData.of(corners))
            .predict(corners);

    assertThat(predicted.columns()).endsWith(Model.PROBABILITY, Model.PREDICTION);
    for (List<Object> row : frames.rows(predicted)) {
      int cluster = (Integer) row.get(4);
      assertThat((Double) ((List<?>) row.get(3)).get(cluster)).isBetween(0.99, 1.0);
    }
  }

  @Test
  @Tag("full")
  void stockSparkMlPredictsTheSame(StageHarness harness, SparkTestFrames frames) {
    Dataset<Row> plain = corners(frames).withColumnsRenamed(Map.of(PLACE, "features"));
    for (String name : List.of("k-means", "bisecting-k-means", "gaussian-mixture")) {
      Model<Dataset<Row>> model =
          harness
              .stage("use: train/%s\nwith: { k: 2 }".formatted(name))
              .train(TrainingData.of(plain));
      Dataset<Row> ours = model.predict(plain);
      Dataset<Row> stock = plain;
      for (Transformer step : ((SparkMlExport) model).sparkMl()) {
        assertThat(step.getClass().getName()).startsWith("org.apache.spark.ml.");
        stock = step.transform(stock);
      }
      assertThat(frames.rows(Columns.select(stock, List.of(ours.columns()))))
          .isEqualTo(frames.rows(ours));
    }
  }

  @Test
  void whatCantBeLearntFromIsToldByItsColumn(StageHarness harness, SparkTestFrames frames) {
    Dataset<Row> corners = corners(frames);
    for (String name : List.of("k-means", "bisecting-k-means", "gaussian-mixture")) {
      assertFails(
          () -> stage(harness, name, "").train(TrainingData.of(corners.where("false"))),
          StandardError.EMPTY_INPUT,
          "There are no training rows to find clusters in by '" + PLACE + "'.");
      Dataset<Row> gap =
          frames.frame(PLACES, List.of(Arrays.asList(1, List.of(Double.NaN, 0.0), 1.0)));
      assertFails(
          () -> stage(harness, name, "").train(TrainingData.of(gap)),
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' holds nulls or values that are no finite numbers: fill them with transform/impute."
              .formatted(PLACE));
    }
    Dataset<Row> heavy = corners.withColumn("w", org.apache.spark.sql.functions.lit(-1.0));
    assertFails(
        () -> stage(harness, "k-means", ", weight: w").train(TrainingData.of(heavy)),
        StandardError.UNUSABLE_COLUMN,
        "The weight 'w' is missing, infinite or negative in some training row.");
  }

  @Test
  void oneRowMakesOneClusterAndAWarning(StageHarness harness, SparkTestFrames frames) {
    Dataset<Row> one = corners(frames).limit(1);
    HarnessedStage stage = stage(harness, "k-means", ", k: 3");

    assertThat(frames.column(stage.train(TrainingData.of(one)).predict(one), Model.PREDICTION))
        .containsExactly(0);
    assertThat(stage.context().warnings())
        .containsExactly("the rows make 1 of 3 clusters: too few of them differ");
  }

  @Test
  void vectorsOfAnotherSizeAreRefused(StageHarness harness, SparkTestFrames frames) {
    Model<Dataset<Row>> model =
        stage(harness, "k-means", "").train(TrainingData.of(corners(frames)));
    Dataset<Row> longer =
        frames.frame(
            Schema.of(Column.required(PLACE, new VectorOf(3))),
            List.of(List.of(List.of(1.0, 2.0, 3.0))));

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> model.predict(longer).collectAsList()))
        .satisfies(
            thrown ->
                assertThat(io.millrace.spark.api.RowFailures.explain(thrown).orElseThrow())
                    .hasMessage(
                        "The vector '%s' has 3 slots, and the model learnt from vectors of 2."
                            .formatted(PLACE)));
  }

  @Test
  void columnsThatDoNotFitAreReportedBeforeTheRun(StageHarness harness) {
    Schema bad =
        Schema.of(
            Column.required(PLACE, Simple.STRING),
            Column.required("w", Simple.DATE),
            Column.required("prediction", Simple.INT));

    assertThat(stage(harness, "k-means", ", weight: w").problems(bad))
        .containsExactly(
            "stage.yaml:1:6: [DUPLICATE_COLUMN] the input has a column 'prediction', which the model adds: rename it",
            "stage.yaml:2:19: [COLUMN_TYPE] column 'a.place `ü`' of type string is no vector: make one with transform/assemble",
            "stage.yaml:2:42: [COLUMN_TYPE] column 'w' of type date is no number");
  }

  /** 0.7357, 78.8514: scikit-learn's k-means on iris, ten starts. */
  @Test
  @Tag("full")
  void kMeansOnIrisReachesItsKnownFigures(StageHarness harness, SparkSession session) {
    Path iris = Path.of(System.getProperty("millrace.data", ""), "iris/iris.csv");
    Assumptions.assumeTrue(iris.toFile().exists(), "the data set iris is absent");
    List<String> columns = List.of("sepal_length", "sepal_width", "petal_length", "petal_width");
    Dataset<Row> read =
        session
            .read()
            .option("header", "true")
            .option("inferSchema", "true")
            .csv(iris.toUri().toString());
    Dataset<Row> rows =
        harness
            .stage("use: transform/assemble\nwith: { columns: " + columns + " }")
            .fit(read)
            .apply(read);
    HarnessedStage stage = harness.stage("use: train/k-means\nwith: { k: 3, starts: 10 }");
    Dataset<Row> predicted = stage.train(TrainingData.of(rows)).predict(rows);

    Map<String, Double> metrics =
        harness
            .stage("use: evaluate/clustering")
            .evaluate(new Predictions<>(predicted, null, null, List.of()))
            .metrics();

    assertThat(metrics.get("silhouette")).isCloseTo(0.7357, within(0.0001));
    assertThat(stage.context().facts()).containsEntry("distances to centers, squared", "78.8514");
  }
}
