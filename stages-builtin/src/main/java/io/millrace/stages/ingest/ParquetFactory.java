package io.millrace.stages.ingest;

import io.millrace.api.Stage;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code ingest/parquet}. */
public final class ParquetFactory extends SparkStageFactory<ParquetFactory.Options> {
  /** Options of {@code ingest/parquet}. */
  public record Options(
      @Help("A file, a directory or a glob, local or in any file system that Spark knows") @NotEmpty
          String path) {}

  /** For ServiceLoader. */
  public ParquetFactory() {
    super("ingest/parquet", Options.class, "Reads Parquet files", "path: data/customers.parquet");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new ParquetIngestor(options);
  }
}
