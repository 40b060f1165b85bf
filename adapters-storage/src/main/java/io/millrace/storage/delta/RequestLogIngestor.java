package io.millrace.storage.delta;

import static org.apache.spark.sql.functions.from_json;

import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Requests with the features and predictions that are asked for, typed.
 *
 * @param source gives the rows with JSON as texts
 * @param model whose requests are read; all, if null
 * @param features by name; none leaves the text
 * @param prediction the same
 */
record RequestLogIngestor(
    Ingestor<Dataset<Row>> source,
    @Nullable String model,
    Map<String, LogicalType> features,
    Map<String, LogicalType> prediction)
    implements Ingestor<Dataset<Row>> {
  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    Schema schema = source.schema(context);
    return typed(
        typed(schema, RequestColumns.FEATURES, features), RequestColumns.PREDICTION, prediction);
  }

  private static Schema typed(Schema schema, String column, Map<String, LogicalType> types) {
    return types.isEmpty() ? schema : schema.with(Column.nullable(column, struct(types)));
  }

  private static StructOf struct(Map<String, LogicalType> types) {
    List<Column> fields =
        types.entrySet().stream().map(e -> Column.nullable(e.getKey(), e.getValue())).toList();
    return new StructOf(fields);
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return source.version(context);
  }

  @Override
  public Dataset<Row> read(Optional<String> planned, StageContext<Dataset<Row>> context) {
    Dataset<Row> rows = source.read(planned, context);
    Dataset<Row> chosen = model == null ? rows : rows.filter(Columns.col("model").equalTo(model));
    return typed(
        typed(chosen, RequestColumns.FEATURES, features), RequestColumns.PREDICTION, prediction);
  }

  private static Dataset<Row> typed(
      Dataset<Row> rows, String column, Map<String, LogicalType> types) {
    return types.isEmpty()
        ? rows
        : rows.withColumn(
            column, from_json(Columns.col(column), (StructType) Schemas.dataType(struct(types))));
  }
}
