package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code transform/assemble}. */
public final class AssembleFactory extends SparkStageFactory<AssembleOptions> {
  /** For ServiceLoader. */
  public AssembleFactory() {
    super(
        "transform/assemble",
        AssembleOptions.class,
        "Puts numbers, booleans and vectors into one vector, as trainers take it",
        """
        columns: [tenure, MonthlyCharges, Contract_onehot]
        output: features
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(AssembleOptions options) {
    return new Assemble(options);
  }
}
