package io.millrace.storage.delta;

import io.millrace.api.store.FeatureStore;
import io.millrace.testkit.contract.FeatureStoreContract;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class DeltaFeatureStoreContractTest extends FeatureStoreContract<Dataset<Row>> {
  private final SparkTestFrames frames;
  @TempDir private Path root;

  DeltaFeatureStoreContractTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @Override
  protected Frames<Dataset<Row>> frames() {
    return frames;
  }

  @Override
  protected FeatureStore<Dataset<Row>> open() {
    return new DeltaFeatureStoreProvider().open(root.toUri());
  }

  @Override
  protected int concurrentWriters() {
    return 8;
  }
}
