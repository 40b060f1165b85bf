package io.millrace.stages.train.cluster;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers one stage of the table in {@link Clusterings}. */
final class ClusteringFactory<O extends Record & ClusterOptions> extends SparkStageFactory<O> {
  private final Clustering clustering;

  ClusteringFactory(
      String name, Class<O> options, String help, String example, Clustering clustering) {
    super(name, options, help, example);
    this.clustering = clustering;
  }

  @Override
  public Stage<Dataset<Row>> create(O options) {
    return new ClusteringTrainer<>(options, clustering);
  }
}
