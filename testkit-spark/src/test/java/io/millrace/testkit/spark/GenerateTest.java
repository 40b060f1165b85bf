package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Ingestor;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.stages.ingest.generate.GenerateFactory;
import io.millrace.stages.ingest.generate.GenerateFactory.Kind;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SparkExtension.class)
final class GenerateTest {
  private final SparkTestFrames frames;

  GenerateTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private static Ingestor<Dataset<Row>> made(Kind kind, long rows, long seed, boolean withTruth) {
    return SparkStages.ingestor(
        new GenerateFactory().create(new GenerateFactory.Options(kind, rows, seed, withTruth)));
  }

  private static Dataset<Row> read(
      Ingestor<Dataset<Row>> stage, TestStageContext<Dataset<Row>> context) {
    return stage.read(stage.version(TestPlanContext.bare()), context);
  }

  private static Dataset<Row> truth(Kind kind, long rows) {
    return read(made(kind, rows, 1, true), TestStageContext.of("raw"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theFrameIsAsPlannedAndTheSameEachTime(Kind kind) {
    Dataset<Row> frame = read(made(kind, 60, 7, false), TestStageContext.of("raw"));
    List<List<Object>> rows = frames.rows(frame);

    assertThat(types(frames.schema(frame)))
        .isEqualTo(types(made(kind, 1, 7, false).schema(TestPlanContext.bare())));
    assertThat(rows).hasSize(60);
    assertThat(frames.rows(read(made(kind, 40, 7, false), TestStageContext.of("raw"))))
        .isEqualTo(rows.subList(0, 40));
    assertThat(frames.rows(read(made(kind, 60, 8, false), TestStageContext.of("raw"))))
        .isNotEqualTo(rows);
  }

  /** Spark can't tell which of them never are null. */
  private static Map<String, LogicalType> types(Schema schema) {
    Map<String, LogicalType> types = new LinkedHashMap<>();
    schema.columns().forEach(column -> types.put(column.name(), column.type()));
    return types;
  }

  @Test
  void someCellsOfCustomersAreMissing() {
    Dataset<Row> frame = read(made(Kind.CHURN, 500, 7, false), TestStageContext.of("raw"));

    assertThat(frames.column(frame, "TotalCharges")).contains((Object) null);
    assertThat(frames.column(frame, "Churn")).containsOnly("Yes", "No");
  }

  /** The standard errors of these AUCs on that many rows are 0.002, 0.009 and 0.003. */
  @ParameterizedTest
  @CsvSource({
    "CHURN, churnProbability, Churn, 40000, 0.8344, 0.006",
    "FRAUD, fraudProbability, isFraud, 40000, 0.888, 0.027",
    "MACHINES, failureProbability, failsSoon, 43200, 0.934, 0.02"
  })
  void theBestPossibleAucIsThatOfTheTruth(
      Kind kind, String probability, String label, long rows, double best, double noise) {
    TestStageContext<Dataset<Row>> context = TestStageContext.of("raw");
    Dataset<Row> truth = read(made(kind, rows, 1, true), context).select(probability, label);

    assertThat(auc(frames.rows(truth))).isCloseTo(best, within(noise));
    assertThat(context.facts().get("best possible auc"))
        .asString()
        .startsWith(Double.toString(best));
  }

  @Test
  void theBestPossibleErrorIsTheNoise() {
    assertThat(figure(truth(Kind.SALES, 5_000), "sqrt(avg(pow(sales - expectedSales, 2)))"))
        .isCloseTo(8, within(0.3));
    assertThat(figure(truth(Kind.RATINGS, 5_000), "sqrt(avg(pow(rating - expectedRating, 2)))"))
        .isCloseTo(0.5, within(0.02));
  }

  @Test
  void theBestPossibleAccuracyIsThatOfCountingWords() {
    Dataset<Row> reviews = truth(Kind.REVIEWS, 5_000);

    // Standard error 0.005 each: the reviews that the truth gets right, and how sure it is of them.
    assertThat(figure(reviews, "avg(greatest(goodProbability, 1 - goodProbability))"))
        .isCloseTo(0.860, within(0.015));
    assertThat(
            figure(
                reviews,
                "avg(CASE WHEN goodProbability = 0.5 THEN 0.5"
                    + " ELSE int((goodProbability > 0.5) = (opinion = 'good')) END)"))
        .isCloseTo(0.860, within(0.02));
  }

  private static double figure(Dataset<Row> frame, String sql) {
    return frame.selectExpr("double(" + sql + ")").first().getDouble(0);
  }

  /** The share of pairs of a churner and another that are ranked right, by the sum of ranks. */
  private static double auc(List<List<Object>> rows) {
    List<List<Object>> sorted =
        rows.stream().sorted(Comparator.comparingDouble(row -> (double) row.get(0))).toList();
    double ranks = 0;
    long positives = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if ("yes".equalsIgnoreCase((String) sorted.get(i).get(1))) {
        ranks += i + 1;
        positives++;
      }
    }
    double negatives = (double) sorted.size() - positives;
    return (ranks - positives * (positives + 1) / 2.0) / (positives * negatives);
  }
}
