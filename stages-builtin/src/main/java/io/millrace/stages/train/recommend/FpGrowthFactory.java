package io.millrace.stages.train.recommend;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code train/fp-growth}. */
public final class FpGrowthFactory extends SparkStageFactory<FpGrowthOptions> {
  /** For ServiceLoader. */
  public FpGrowthFactory() {
    super(
        "train/fp-growth",
        FpGrowthOptions.class,
        "Finds which items go together, as rules, and predicts what a basket lacks",
        """
        items: basket
        minSupport: 0.1
        minConfidence: 0.5
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(FpGrowthOptions options) {
    return new FpGrowthTrainer(options);
  }
}
