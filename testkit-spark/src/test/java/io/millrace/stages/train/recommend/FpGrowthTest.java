package io.millrace.stages.train.recommend;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Model;
import io.millrace.api.TrainingData;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class FpGrowthTest {
  private static final String BASKET = "my.basket `ü`";
  private static final Schema BASKETS =
      Schema.of(Column.nullable(BASKET, new ArrayOf(Simple.STRING)));

  private static HarnessedStage stage(StageHarness harness, double support, double confidence) {
    return harness.stage(
        "use: train/fp-growth\nwith: { items: \"%s\", minSupport: %s, minConfidence: %s }"
            .formatted(BASKET, support, confidence));
  }

  private static Dataset<Row> baskets(SparkTestFrames frames) {
    return frames.frame(
        BASKETS,
        List.of(
            List.of(List.of("bread", "butter", "jam")),
            List.of(List.of("bread", "butter", "butter")),
            List.of(Arrays.asList("bread", "butter", null)),
            List.of(List.of("bread", "jam")),
            List.of(List.of("it's \"x\"")),
            Arrays.asList((Object) null)));
  }

  /** By hand: 5 baskets; bread in 4, butter in 3, jam in 2, each of them with bread. */
  @Test
  void itemsThatGoTogetherArePredictedTheSurestFirst(StageHarness harness, SparkTestFrames frames) {
    HarnessedStage stage = stage(harness, 0.4, 0.5);
    Model<Dataset<Row>> model = stage.train(TrainingData.of(baskets(frames)));
    Dataset<Row> asked =
        frames.frame(
            BASKETS,
            List.of(
                List.of(List.of("bread")),
                List.of(List.of("jam", "unheard of")),
                List.of(List.of("butter", "bread")),
                List.of(Arrays.asList("butter", null)),
                List.of(List.of()),
                Arrays.asList((Object) null)));

    Dataset<Row> predicted = model.predict(asked);

    assertThat(frames.column(predicted, Model.PREDICTION))
        .containsExactly(
            List.of("butter", "jam"),
            List.of("bread"),
            List.of("jam"),
            List.of("bread"),
            List.of(),
            List.of());
    assertThat(stage.schema(BASKETS).names()).containsExactly(predicted.columns());
    assertThat(stage.context().facts())
        .containsEntry("rules", "4")
        .containsEntry("frequent itemsets", "5")
        .containsEntry("surest rule", "butter: bread (100 %)");
  }

  @Test
  void rulesThatNeverHoldAreWarnedOf(StageHarness harness, SparkTestFrames frames) {
    HarnessedStage stage = stage(harness, 0.9, 0.9);
    Dataset<Row> baskets = baskets(frames);

    assertThat(
            frames.column(stage.train(TrainingData.of(baskets)).predict(baskets), Model.PREDICTION))
        .containsOnly(List.of());
    assertThat(stage.context().warnings())
        .containsExactly("no rule holds often enough: lower minSupport or minConfidence");
  }

  @Test
  void whatDoesNotFitIsTold(StageHarness harness, SparkTestFrames frames) {
    assertThat(stage(harness, 0.5, 0.5).problems(Schema.of(Column.required(BASKET, Simple.STRING))))
        .containsExactly(
            "stage.yaml:2:16: [COLUMN_TYPE] column 'my.basket `ü`' of type string is no basket: an array of strings or whole numbers is");
    assertFails(
        () ->
            stage(harness, 0.5, 0.5)
                .train(
                    TrainingData.of(frames.frame(BASKETS, List.of(Arrays.asList((Object) null))))),
        StandardError.EMPTY_INPUT,
        "There are no training rows with a basket in 'my.basket `ü`'.");
  }

  /** 463 rules, 747 itemsets: Lantz, Machine Learning with R, and an independent apriori. */
  @Test
  void groceriesHoldTheirKnownRules(StageHarness harness, SparkSession session) {
    Path file = Path.of(System.getProperty("millrace.data", ""), "groceries/groceries.csv");
    Assumptions.assumeTrue(file.toFile().exists(), "the data set groceries is absent");
    Dataset<Row> baskets =
        session.read().text(file.toUri().toString()).selectExpr("split(value, ',') AS items");
    HarnessedStage stage =
        harness.stage("use: train/fp-growth\nwith: { minSupport: 0.006, minConfidence: 0.25 }");

    stage.train(TrainingData.of(baskets));

    assertThat(stage.context().facts())
        .containsEntry("rules", "463")
        .containsEntry("frequent itemsets", "747");
  }
}
