package io.millrace.stages.evaluate;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code evaluate/ranking}. */
public final class RankingFactory extends SparkStageFactory<RankingOptions> {
  /** For ServiceLoader. */
  public RankingFactory() {
    super(
        "evaluate/ranking",
        RankingOptions.class,
        "Measures how well predictions, or lists of the best items, put a user's items in order",
        """
        user: Contract
        item: customerID
        relevance: MonthlyCharges
        relevantFrom: 80
        k: [5, 10]
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(RankingOptions options) {
    return new RankingEvaluator(options);
  }
}
