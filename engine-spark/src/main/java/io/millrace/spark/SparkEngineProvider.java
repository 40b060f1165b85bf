package io.millrace.spark;

import io.millrace.api.Engine;
import io.millrace.api.EngineProvider;
import io.millrace.api.EngineSettings;
import io.millrace.api.schema.DatasetType;
import io.millrace.spark.api.SparkFrames;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers Spark as the engine. */
public final class SparkEngineProvider implements EngineProvider<Dataset<Row>> {
  @Override
  public DatasetType<Dataset<Row>> datasetType() {
    return SparkFrames.TYPE;
  }

  @Override
  public Engine<Dataset<Row>> open(EngineSettings settings) {
    return SparkEngine.open(settings);
  }
}
