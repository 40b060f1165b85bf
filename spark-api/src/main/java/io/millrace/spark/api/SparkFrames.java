package io.millrace.spark.api;

import io.millrace.api.schema.DatasetType;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The frames of the Spark world. */
public final class SparkFrames {
  /** Names {@code Dataset<Row>} as the dataset that engine and stages exchange. */
  public static final DatasetType<Dataset<Row>> TYPE = new DatasetType<>("spark", Dataset.class);

  private SparkFrames() {}
}
