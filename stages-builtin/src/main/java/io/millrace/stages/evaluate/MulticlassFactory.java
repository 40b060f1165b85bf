package io.millrace.stages.evaluate;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code evaluate/multiclass}. */
public final class MulticlassFactory extends SparkStageFactory<MulticlassOptions> {
  /** For ServiceLoader. */
  public MulticlassFactory() {
    super(
        "evaluate/multiclass",
        MulticlassOptions.class,
        "Measures a classifier of any number of classes",
        """
        slices: [Contract]
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(MulticlassOptions options) {
    return new MulticlassEvaluator(options.common());
  }
}
