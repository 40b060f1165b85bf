package io.millrace.stages.sink;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code sink/quarantine}. */
public final class QuarantineFactory extends SparkStageFactory<QuarantineFactory.Options> {
  /** Options of {@code sink/quarantine}. */
  public record Options(
      @Help("The directory that gets the bad rows; those of the run before are replaced") @NotEmpty
          String path,
      @Help("How the bad rows are written") @Default("json") Format format) {}

  /** How the bad rows are written. */
  public enum Format {
    /** One JSON document a line. */
    JSON,
    /** Parquet files. */
    PARQUET
  }

  /** For ServiceLoader. */
  public QuarantineFactory() {
    super(
        "sink/quarantine",
        Options.class,
        "Sets aside the rows that an ingestor with badRows: quarantine marked; the others go on",
        "path: quarantine/telco");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new QuarantineSink(options);
  }
}
