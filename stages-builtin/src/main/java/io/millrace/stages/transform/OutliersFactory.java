package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code transform/outliers}. */
public final class OutliersFactory extends SparkStageFactory<OutliersOptions> {
  /** For ServiceLoader. */
  public OutliersFactory() {
    super(
        "transform/outliers",
        OutliersOptions.class,
        "Clips, drops or flags values outside of bounds that are learnt from the training rows",
        """
        columns: [MonthlyCharges]
        method: quantile
        action: clip
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(OutliersOptions options) {
    if (options.lower() >= options.upper()) {
      throw new IllegalArgumentException("lower must be less than upper");
    }
    return new Outliers(options);
  }
}
