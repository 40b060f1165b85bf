package io.millrace.testkit.spark;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.api.store.Publication;
import io.millrace.testkit.memory.MemoryFeatureStore;
import io.millrace.testkit.memory.Table;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The feature store in memory, for frames of Spark: their rows are collected. */
final class MemoryFeatures implements FeatureStore<Dataset<Row>> {
  private final SparkTestFrames frames;
  private final MemoryFeatureStore tables = MemoryFeatureStore.empty();

  MemoryFeatures(SparkTestFrames frames) {
    this.frames = frames;
  }

  @Override
  public FeatureVersion publish(Dataset<Row> frame, Publication publication, EffectKey key) {
    return tables.publish(Table.of(frames.schema(frame), frames.rows(frame)), publication, key);
  }

  @Override
  public Dataset<Row> read(String table, long version) {
    Table rows = tables.read(table, version);
    return frames.frame(rows.schema(), rows.rows());
  }

  @Override
  public List<String> tables() {
    return tables.tables();
  }

  @Override
  public List<FeatureVersion> history(String table) {
    return tables.history(table);
  }

  @Override
  public Schema schema(String table, long version) {
    return tables.schema(table, version);
  }

  @Override
  public String location(String table) {
    return tables.location(table);
  }
}
