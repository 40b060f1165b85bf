package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Ingestor;
import io.millrace.stages.ingest.GenerateFactory;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class GenerateTest {
  private final SparkTestFrames frames;

  GenerateTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private static Ingestor<Dataset<Row>> churn(long rows, long seed, boolean withTruth) {
    return SparkStages.ingestor(
        new GenerateFactory()
            .create(
                new GenerateFactory.Options(GenerateFactory.Kind.CHURN, rows, seed, withTruth)));
  }

  private static Dataset<Row> read(
      Ingestor<Dataset<Row>> stage, TestStageContext<Dataset<Row>> context) {
    return stage.read(stage.version(TestPlanContext.bare()), context);
  }

  @Test
  void theFrameIsAsPlannedAndTheSameEachTime() {
    Dataset<Row> frame = read(churn(500, 7, false), TestStageContext.of("raw"));
    List<List<Object>> rows = frames.rows(frame);

    assertThat(frames.schema(frame).names())
        .isEqualTo(churn(1, 7, false).schema(TestPlanContext.bare()).names());
    assertThat(rows).hasSize(500);
    assertThat(frames.rows(read(churn(300, 7, false), TestStageContext.of("raw"))))
        .isEqualTo(rows.subList(0, 300));
    assertThat(frames.rows(read(churn(500, 8, false), TestStageContext.of("raw"))))
        .isNotEqualTo(rows);
    assertThat(frames.column(frame, "TotalCharges")).contains((Object) null);
    assertThat(frames.column(frame, "Churn")).containsOnly("Yes", "No");
  }

  @Test
  void theBestPossibleAucIsThatOfTheTruth() {
    TestStageContext<Dataset<Row>> context = TestStageContext.of("raw");
    Dataset<Row> truth = read(churn(40_000, 1, true), context).select("churnProbability", "Churn");

    double auc = auc(frames.rows(truth));

    assertThat(context.facts()).containsEntry("best possible auc", "0.8344 over all customers");
    // The standard error of an AUC of 0.85 on 40,000 rows is 0.002.
    assertThat(auc).isCloseTo(0.8344, within(0.006));
  }

  /** The share of pairs of a churner and another that are ranked right, by the sum of ranks. */
  private static double auc(List<List<Object>> rows) {
    List<List<Object>> sorted =
        rows.stream().sorted(Comparator.comparingDouble(row -> (double) row.get(0))).toList();
    double ranks = 0;
    long positives = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if ("Yes".equals(sorted.get(i).get(1))) {
        ranks += i + 1;
        positives++;
      }
    }
    double negatives = (double) sorted.size() - positives;
    return (ranks - positives * (positives + 1) / 2.0) / (positives * negatives);
  }
}
