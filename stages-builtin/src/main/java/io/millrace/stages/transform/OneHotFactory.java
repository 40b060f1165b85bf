package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code transform/one-hot}. */
public final class OneHotFactory extends SparkStageFactory<OneHotOptions> {
  /** For ServiceLoader. */
  public OneHotFactory() {
    super(
        "transform/one-hot",
        OneHotOptions.class,
        "Turns indices of categories into vectors with a one at the category's slot",
        """
        columns: [Contract_index, PaymentMethod_index]
        dropLast: true
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(OneHotOptions options) {
    return new OneHot(options);
  }
}
