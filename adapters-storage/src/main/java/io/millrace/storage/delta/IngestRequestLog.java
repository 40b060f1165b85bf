package io.millrace.storage.delta;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.SparkStageFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads the requests that servers logged: segments, or the table that they were collected in. */
public final class IngestRequestLog extends SparkStageFactory<IngestRequestLog.Options> {
  /** Options of {@code ingest/request-log}. */
  public record Options(
      @Help(
              "The directory that servers write segments to, or the Delta table that 'millrace"
                  + " requests collect' makes of them. Of a directory the closed segments are read")
          @NotEmpty
          String path,
      @Help("Only requests to this model") @NotEmpty @Nullable String model,
      @Help(
              "The features to read, with their types: the column features is a struct of them"
                  + " then, else a text that is a JSON object")
          @Default("{}")
          Map<String, LogicalType> features,
      @Help("The same for the columns that the model predicted") @Default("{}")
          Map<String, LogicalType> prediction) {}

  /** For ServiceLoader. */
  public IngestRequestLog() {
    super(
        "ingest/request-log",
        Options.class,
        "Reads logged requests: id, time, model, version, route, status, features, prediction",
        "path: requests\nmodel: telco-churn\nfeatures: { tenure: int, MonthlyCharges: double }");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    TablePath place = TablePath.parse(options.path());
    boolean table =
        !place.local() || Files.isDirectory(Path.of(place.shown()).resolve("_delta_log"));
    return new RequestLogIngestor(
        table ? DeltaIngestor.at(place, null) : new SegmentIngestor(Path.of(place.shown())),
        options.model(),
        options.features(),
        options.prediction());
  }
}
