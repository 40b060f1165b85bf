package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code transform/scale}. */
public final class ScaleFactory extends SparkStageFactory<ScaleOptions> {
  /** For ServiceLoader. */
  public ScaleFactory() {
    super(
        "transform/scale",
        ScaleOptions.class,
        "Brings numbers and vectors to the standard deviation 1, and to the mean 0 if asked",
        """
        columns: [features]
        outputs: [scaled]
        withMean: true
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(ScaleOptions options) {
    return new Scale(options);
  }
}
