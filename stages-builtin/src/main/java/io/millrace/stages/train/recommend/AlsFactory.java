package io.millrace.stages.train.recommend;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code train/als}. */
public final class AlsFactory extends SparkStageFactory<AlsOptions> {
  /** For ServiceLoader. */
  public AlsFactory() {
    super(
        "train/als",
        AlsOptions.class,
        "Learns how users rate items, or take to them, from what they did so far",
        """
        user: customerID
        item: Contract
        rating: MonthlyCharges
        rank: 4
        maxIter: 5
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(AlsOptions options) {
    if (options.rating() == null && !options.implicitPrefs()) {
      throw new IllegalArgumentException("rating is needed, unless implicitPrefs is true");
    }
    return new AlsTrainer(options);
  }
}
