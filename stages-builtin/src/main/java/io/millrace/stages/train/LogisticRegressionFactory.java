package io.millrace.stages.train;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code train/logistic-regression}. */
public final class LogisticRegressionFactory extends SparkStageFactory<LogisticRegressionOptions> {
  /** For ServiceLoader. */
  public LogisticRegressionFactory() {
    super(
        "train/logistic-regression",
        LogisticRegressionOptions.class,
        "Learns probabilities of two or more classes as a linear function of the features",
        """
        label: Churn
        regParam: 0.01
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(LogisticRegressionOptions options) {
    return new LogisticRegressionTrainer(options);
  }
}
