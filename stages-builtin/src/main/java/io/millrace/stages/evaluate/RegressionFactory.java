package io.millrace.stages.evaluate;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code evaluate/regression}. */
public final class RegressionFactory extends SparkStageFactory<RegressionOptions> {
  /** For ServiceLoader. */
  public RegressionFactory() {
    super(
        "evaluate/regression",
        RegressionOptions.class,
        "Measures how far predicted numbers are from the true ones",
        """
        quantiles: [0.5, 0.9]
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(RegressionOptions options) {
    return new RegressionEvaluator(options);
  }
}
