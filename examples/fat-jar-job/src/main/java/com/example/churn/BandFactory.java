package com.example.churn;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code transform/band}; named in {@code META-INF/services}. */
public final class BandFactory extends SparkStageFactory<BandOptions> {
  public BandFactory() {
    super(
        "transform/band",
        BandOptions.class,
        "Names the band that a number falls into",
        """
        column: tenure
        edges: [12, 24, 48]
        output: tenure_band
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(BandOptions options) {
    return new Band(options);
  }
}
