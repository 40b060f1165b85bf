package io.millrace.storage.delta;

import io.millrace.api.schema.DatasetType;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureStoreProvider;
import io.millrace.spark.api.SparkFrames;
import java.net.URI;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Serves feature tables in Delta Lake, on local disk and on every file system that Hadoop knows.
 */
public final class DeltaFeatureStoreProvider implements FeatureStoreProvider<Dataset<Row>> {
  @Override
  public DatasetType<Dataset<Row>> datasetType() {
    return SparkFrames.TYPE;
  }

  @Override
  public FeatureStore<Dataset<Row>> open(URI root) {
    TablePath place = TablePath.of(root);
    return new DeltaFeatureStore(FileAccess.to(place), place);
  }
}
