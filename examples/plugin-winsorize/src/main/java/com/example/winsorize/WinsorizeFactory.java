package com.example.winsorize;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code transform/winsorize}; named in {@code META-INF/services}. */
public final class WinsorizeFactory extends SparkStageFactory<WinsorizeOptions> {
  public WinsorizeFactory() {
    super(
        "transform/winsorize",
        WinsorizeOptions.class,
        "Clips extreme values of numeric columns to quantiles of the training rows",
        """
        columns: [income, age]
        lower: 0.05
        upper: 0.95
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(WinsorizeOptions options) {
    if (options.lower() >= options.upper()) {
      throw new IllegalArgumentException(
          "lower (%s) is not below upper (%s)".formatted(options.lower(), options.upper()));
    }
    return new Winsorize(options);
  }
}
