package io.millrace.stages.ingest;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.SparkStageFactory;
import io.millrace.spark.api.record.BadRows;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code ingest/json}. */
public final class JsonFactory extends SparkStageFactory<JsonFactory.Options> {
  /** Options of {@code ingest/json}. */
  public record Options(
      @Help("A file, a directory or a glob, local or in any file system that Spark knows") @NotEmpty
          String path,
      @Help(
              "The columns with their types; without it all fields of all objects, with the types"
                  + " that reading them once more shows")
          @NotEmpty
          @Nullable Map<String, LogicalType> schema,
      @Help(
              "Whether each file holds one document over several lines, an array of objects or an"
                  + " object, instead of an object a line; such files are read by one task each")
          @Default("false")
          boolean multiLine,
      @Help("The field of such a document that holds the rows, as in result.items") @NotEmpty
          @Nullable String rows,
      @Help(
              "What happens when an object has a field that schema does not name: fail; add it as a"
                  + " column; rescue (what is new or of another type comes as JSON in _rescued)")
          @Default("fail")
          OnDrift onDrift,
      @Help("What happens to what is no JSON object, and to values that are not of their type")
          @Default("fail")
          BadRows badRows,
      @Help("How the files are followed by a stream") @Default("{}") FollowedFiles stream) {}

  /** For ServiceLoader. */
  public JsonFactory() {
    super(
        "ingest/json",
        Options.class,
        "Reads JSON files: an object a line, or documents over several lines",
        "path: data/customers.json\nschema: { customerID: string, tenure: int }");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    if (options.rows() != null && !options.multiLine()) {
      throw new IllegalArgumentException(
          "rows: only documents with multiLine: true have such a field");
    }
    if (options.schema() == null && options.onDrift() != OnDrift.FAIL) {
      throw new IllegalArgumentException(
          "onDrift: needs schema; without it all fields of all objects are columns");
    }
    return new JsonIngestor(options);
  }
}
