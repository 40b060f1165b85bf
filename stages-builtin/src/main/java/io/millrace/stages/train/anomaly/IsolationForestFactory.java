package io.millrace.stages.train.anomaly;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code train/isolation-forest}. */
public final class IsolationForestFactory extends SparkStageFactory<IsolationForestOptions> {
  /** For ServiceLoader. */
  public IsolationForestFactory() {
    super(
        "train/isolation-forest",
        IsolationForestOptions.class,
        "Finds rows that random cuts soon part from all others",
        """
        numTrees: 50
        contamination: 0.05
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(IsolationForestOptions options) {
    return new IsolationForestTrainer(options);
  }
}
