package io.millrace.stages.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Model;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.TrainingSummaries;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.train.OneVsRestOptions.Learner;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class OneVsRestTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.required("a.b `c`", Simple.INT),
          Column.required("kind", Simple.STRING),
          Column.required("features", new VectorOf(2)),
          Column.required("w", Simple.DOUBLE));

  /** Three heaps of points around the corners of a triangle. */
  private static Dataset<Row> heaps(SparkTestFrames frames) {
    Random random = new Random(3);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double angle = 2 * Math.PI * (i % 3) / 3;
      rows.add(
          List.of(
              i,
              "kind " + i % 3,
              List.of(
                  3 * Math.cos(angle) + random.nextGaussian(),
                  3 * Math.sin(angle) + random.nextGaussian()),
              1.0 + i % 2));
    }
    return frames.frame(SCHEMA, rows);
  }

  private static OneVsRestOptions options(Learner learner, @Nullable Integer maxIter) {
    return new OneVsRestOptions(
        "kind",
        "features",
        null,
        null,
        learner,
        1,
        null,
        null,
        maxIter,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static TrainedStage trained(OneVsRestOptions options, Dataset<Row> frame) {
    return TrainedStage.train(BuiltIn.stage(OneVsRestOptions.class), options, frame);
  }

  @Test
  @Tag("full")
  void whateverKnowsTwoClassesTellsThreeApart(SparkTestFrames frames) {
    Dataset<Row> frame = heaps(frames);
    // Spark ML's own classes know no column with a dot in its name.
    Dataset<Row> stock = frame.withColumnRenamed("a.b `c`", "row");

    for (Learner learner : Learner.values()) {
      TrainedStage stage = trained(options(learner, 5), frame);
      Dataset<Row> predicted = stage.predict(frame);

      assertThat(predicted.columns())
          .containsExactly("a.b `c`", "kind", "features", "w", "rawPrediction", "prediction");
      assertThat(predicted.where("kind = prediction").count()).as("%s", learner).isGreaterThan(50);
      assertThat(stage.model().classes()).containsExactly("kind 0", "kind 1", "kind 2");
      stage.assertStockPredictsTheSame(stock);
    }
  }

  /** Each class has the score of Spark ML's regression of that class against all others. */
  @Test
  void aClassesScoreIsThatOfItsOwnModel(SparkTestFrames frames) {
    Dataset<Row> frame = heaps(frames).coalesce(1);
    OneVsRestOptions plain = options(Learner.LOGISTIC_REGRESSION, null);
    OneVsRestOptions weighted =
        new OneVsRestOptions(
            plain.label(),
            plain.features(),
            "w",
            null,
            plain.learner(),
            2,
            0.1,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    List<Row> ours = trained(weighted, frame).predict(frame).collectAsList();

    for (int kind = 0; kind < 3; kind++) {
      Dataset<Row> alone =
          frame.withColumn(
              "label", functions.expr("cast(kind = 'kind %d' as double)".formatted(kind)));
      List<Row> theirs =
          TrainingSummaries.dropped(
                  new LogisticRegression().setRegParam(0.1).setWeightCol("w").fit(alone))
              .transform(alone.drop("a.b `c`"))
              .collectAsList();
      for (int i = 0; i < ours.size(); i++) {
        assertThat(ours.get(i).<Vector>getAs(Model.RAW_PREDICTION).apply(kind))
            .isCloseTo(theirs.get(i).<Vector>getAs(Model.RAW_PREDICTION).apply(1), within(1e-9));
      }
    }
  }

  @Test
  void optionsOfAnotherLearnerAreMistakes(StageHarness harness) {
    assertThat(
            List.of(
                    "learner: linear-svm, maxDepth: 3",
                    "elasticNetParam: 0.5",
                    "learner: logistic-regression, stepSize: 0.1",
                    "learner: factorization-machines, weight: w",
                    "learner: gradient-boosted-trees, regParam: 0.1")
                .stream()
                .flatMap(
                    with ->
                        harness
                            .stage(
                                "use: train/one-vs-rest\nwith: { label: kind, %s }".formatted(with))
                            .problems(SCHEMA)
                            .stream())
                .map(problem -> problem.replace("stage.yaml:2:1: [INVALID_OPTION] ", "")))
        .containsExactly(
            "the learner linear-svm has no option maxDepth (stage 'stage')",
            "the learner linear-svm has no option elasticNetParam (stage 'stage')",
            "the learner logistic-regression has no option stepSize (stage 'stage')",
            "the learner factorization-machines has no option weight (stage 'stage')",
            "the learner gradient-boosted-trees has no option regParam (stage 'stage')");
  }
}
