package io.millrace.stages.evaluate;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code evaluate/binary}. */
public final class BinaryFactory extends SparkStageFactory<BinaryOptions> {
  /** For ServiceLoader. */
  public BinaryFactory() {
    super(
        "evaluate/binary",
        BinaryOptions.class,
        "Measures a classifier of two classes",
        """
        positive: "Yes"
        slices: [Contract]
        bootstrap: { resamples: 100 }
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(BinaryOptions options) {
    return new BinaryEvaluator(options);
  }
}
