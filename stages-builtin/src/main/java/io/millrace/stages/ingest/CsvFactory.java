package io.millrace.stages.ingest;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.SparkStageFactory;
import io.millrace.spark.api.record.BadRows;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code ingest/csv}. */
public final class CsvFactory extends SparkStageFactory<CsvFactory.Options> {
  /** Options of {@code ingest/csv}. */
  public record Options(
      @Help("A file, a directory or a glob, local or in any file system that Spark knows") @NotEmpty
          String path,
      @Help("Whether the first line of each file holds the names of columns") @Default("true")
          boolean header,
      @Help("The names of columns, for files without a header") @NotEmpty
          @Nullable List<String> columns,
      @Help("The types of columns; text where none is given") @NotEmpty
          @Nullable Map<String, LogicalType> schema,
      @Help("Whether types are found out by reading all rows once more") @Default("false")
          boolean infer,
      @Help("What stands between fields; \\t is a tab") @Default("\",\"") @NotEmpty
          String delimiter,
      @Help("What encloses fields that hold delimiters or line ends") @Default("'\"'") @NotEmpty
          String quote,
      @Help("What stands before a quote inside an enclosed field") @Default("'\"'") @NotEmpty
          String escape,
      @Help("What a line starts with that is no row; none if empty") @Default("\"\"")
          String comment,
      @Help("The character encoding of the files") @Default("UTF-8") @NotEmpty String encoding,
      @Help("Texts that mean a missing value, besides the empty one") @Default("[]")
          List<String> nullValues,
      @Help("Whether blanks around fields are taken off") @Default("false") boolean trim,
      @Help("Whether enclosed fields may hold line ends; such files are read by one task each")
          @Default("false")
          boolean multiLine,
      @Help(
              "What happens when the header of a file differs from that of the first: fail; add"
                  + " (new columns are added, missing ones hold nulls); rescue (what is new comes"
                  + " as JSON in _rescued)")
          @Default("fail")
          OnDrift onDrift,
      @Help(
              "What happens to rows of another length or with a quote that is never closed, and to"
                  + " values that are not of their type")
          @Default("fail")
          BadRows badRows,
      @Help("How the files are followed by a stream") @Default("{}") FollowedFiles stream) {}

  /** For ServiceLoader. */
  public CsvFactory() {
    super(
        "ingest/csv",
        Options.class,
        "Reads CSV files as RFC 4180 describes them, all columns as text unless told otherwise",
        "path: data/telco.csv\nschema: { tenure: int, MonthlyCharges: double }");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new CsvIngestor(options);
  }
}
