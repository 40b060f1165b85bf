package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers one stage of the table in {@link Features}. */
final class FeatureFactory<O extends Record & FeatureOptions> extends SparkStageFactory<O> {
  private final Feature<O> feature;

  FeatureFactory(String name, Class<O> options, String help, String example, Feature<O> feature) {
    super(name, options, help, example);
    this.feature = feature;
  }

  @Override
  public Stage<Dataset<Row>> create(O options) {
    return new FeatureTransformer<>(name(), options, feature);
  }
}
