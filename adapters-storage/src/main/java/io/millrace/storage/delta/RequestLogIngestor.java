package io.millrace.storage.delta;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Requests with the features and predictions that are asked for, typed. What is none of its type is
 * missing there, and the JSON that it stood in comes in {@code _rescued}, so that a wrong type is
 * not taken for a missing value.
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
    implements Ingestor<Dataset<Row>>, NamedSource {
  /** As the other ingestors call what they could not bring into its column. */
  private static final String RESCUED = "_rescued";

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    Schema schema = source.schema(context);
    for (Map.Entry<String, Map<String, LogicalType>> column : asked().entrySet()) {
      schema = schema.with(Column.nullable(column.getKey(), type(column.getValue())));
    }
    return asked().isEmpty() ? schema : schema.with(Column.nullable(RESCUED, Simple.STRING));
  }

  /** The columns that are asked for with types. */
  private Map<String, Map<String, LogicalType>> asked() {
    Map<String, Map<String, LogicalType>> asked = new LinkedHashMap<>();
    asked.put(RequestColumns.FEATURES, features);
    asked.put(RequestColumns.PREDICTION, prediction);
    asked.values().removeIf(Map::isEmpty);
    return asked;
  }

  private static StructOf type(Map<String, LogicalType> types) {
    List<Column> fields =
        types.entrySet().stream().map(e -> Column.nullable(e.getKey(), e.getValue())).toList();
    return new StructOf(fields);
  }

  @Override
  public List<Asset> sources(Optional<String> version) {
    return source instanceof NamedSource named ? named.sources(version) : List.of();
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return source.version(context);
  }

  @Override
  public boolean canRead(String planned, PlanContext<Dataset<Row>> context) {
    return source.canRead(planned, context);
  }

  @Override
  public Dataset<Row> read(Optional<String> planned, StageContext<Dataset<Row>> context) {
    Dataset<Row> rows = source.read(planned, context);
    Dataset<Row> chosen = model == null ? rows : rows.filter(Columns.col("model").equalTo(model));
    Map<String, Map<String, LogicalType>> asked = asked();
    if (asked.isEmpty()) {
      return chosen;
    }
    Dataset<Row> parsed = chosen;
    for (Map.Entry<String, Map<String, LogicalType>> column : asked.entrySet()) {
      parsed = parsed.withColumn(parsed(column.getKey()), parsed(column));
    }
    parsed = parsed.withColumn(RESCUED, rescued(asked.keySet()));
    for (Map.Entry<String, Map<String, LogicalType>> column : asked.entrySet()) {
      parsed = parsed.withColumn(column.getKey(), fields(column)).drop(parsed(column.getKey()));
    }
    return parsed;
  }

  private static String parsed(String column) {
    return "_parsed_" + column;
  }

  /** The struct that is asked for, and beside its fields the whole text where one did not fit. */
  private static org.apache.spark.sql.Column parsed(
      Map.Entry<String, Map<String, LogicalType>> column) {
    StructType type =
        ((StructType) Schemas.dataType(type(column.getValue())))
            .add(RESCUED, DataTypes.StringType, true);
    return from_json(
        Columns.col(column.getKey()), type, Map.of("columnNameOfCorruptRecord", RESCUED));
  }

  /** {@code {"features":…}}, with the texts as they were logged; null if all fitted. */
  private static org.apache.spark.sql.Column rescued(Set<String> columns) {
    org.apache.spark.sql.Column inner =
        concat_ws(
            ",",
            columns.stream()
                .map(
                    column ->
                        concat(
                            lit("\"" + column + "\":"),
                            Columns.col(parsed(column)).getField(RESCUED)))
                .toArray(org.apache.spark.sql.Column[]::new));
    return when(inner.notEqual(""), concat(lit("{"), inner, lit("}")));
  }

  private static org.apache.spark.sql.Column fields(
      Map.Entry<String, Map<String, LogicalType>> column) {
    org.apache.spark.sql.Column whole = Columns.col(parsed(column.getKey()));
    return when(
        whole.isNotNull(),
        struct(
            column.getValue().keySet().stream()
                .map(field -> whole.getField(field).as(field))
                .toArray(org.apache.spark.sql.Column[]::new)));
  }
}
