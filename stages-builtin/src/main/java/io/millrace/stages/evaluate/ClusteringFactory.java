package io.millrace.stages.evaluate;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code evaluate/clustering}. */
public final class ClusteringFactory extends SparkStageFactory<ClusteringOptions> {
  /** For ServiceLoader. */
  public ClusteringFactory() {
    super(
        "evaluate/clustering",
        ClusteringOptions.class,
        "Measures how close clusters are in themselves, and how far from each other",
        "features: features");
  }

  @Override
  public Stage<Dataset<Row>> create(ClusteringOptions options) {
    return new ClusteringEvaluator(options.features());
  }
}
