package io.millrace.stages.deploy;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code deploy/batch}. */
public final class BatchFactory extends SparkStageFactory<BatchOptions> {
  /** For ServiceLoader. */
  public BatchFactory() {
    super(
        "deploy/batch",
        BatchOptions.class,
        "Scores the rows of a frame with the model and writes them; reads from: { model: …, rows: … }",
        """
        model: telco-churn
        to: { path: scores/churn, mode: merge, keys: [customerID] }
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(BatchOptions options) {
    options.to().requireConsistent();
    return new BatchDeployer(options);
  }
}
