package io.millrace.stages.train.threshold;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code train/threshold}. */
public final class ThresholdFactory extends SparkStageFactory<ThresholdOptions> {
  /** For ServiceLoader. */
  public ThresholdFactory() {
    super(
        "train/threshold",
        ThresholdOptions.class,
        "Chooses the score from which on a classifier of two classes decides for one",
        """
        positive: "Yes"
        cost: { falsePositive: 1, falseNegative: 5 }
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(ThresholdOptions options) {
    options.check();
    return new ThresholdRefiner(options);
  }
}
