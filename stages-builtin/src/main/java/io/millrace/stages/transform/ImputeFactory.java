package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import io.millrace.stages.transform.ImputeOptions.Strategy;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code transform/impute}. */
public final class ImputeFactory extends SparkStageFactory<ImputeOptions> {
  /** For ServiceLoader. */
  public ImputeFactory() {
    super(
        "transform/impute",
        ImputeOptions.class,
        "Fills missing values with the mean, median or mode of the training rows, or a constant",
        """
        columns: [TotalCharges]
        strategy: median
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(ImputeOptions options) {
    boolean constant = options.strategy() == Strategy.CONSTANT;
    if (constant && options.value() == null) {
      throw new IllegalArgumentException("strategy constant needs the option value");
    }
    if (!constant && options.value() != null) {
      throw new IllegalArgumentException("the option value needs strategy constant");
    }
    return new Impute(options);
  }
}
