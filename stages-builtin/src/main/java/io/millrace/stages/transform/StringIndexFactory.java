package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code transform/string-index}. */
public final class StringIndexFactory extends SparkStageFactory<StringIndexOptions> {
  /** For ServiceLoader. */
  public StringIndexFactory() {
    super(
        "transform/string-index",
        StringIndexOptions.class,
        "Numbers the distinct values of columns",
        """
        columns: [Contract, PaymentMethod]
        handleInvalid: keep
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(StringIndexOptions options) {
    return new StringIndex(options);
  }
}
