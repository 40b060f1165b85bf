package io.millrace.stages.ingest;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * One frame of files whose columns differ.
 *
 * @param schema the columns that come out
 * @param passed further columns that each group's frame has, handed on as they are
 */
record UnifiedFrame(Schema schema, List<String> passed) {
  /** Holds what a file has beyond the expected columns, as JSON. */
  static final String RESCUED = "_rescued";

  /** The rows of all groups, each read on its own. */
  Dataset<Row> of(List<FileColumns> groups, Function<FileColumns, Dataset<Row>> read) {
    return groups.stream()
        .map(group -> projected(read.apply(group), group.schema()))
        .reduce(Dataset::unionAll)
        .orElseThrow();
  }

  private Dataset<Row> projected(Dataset<Row> frame, Schema stored) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (Column column : schema.columns()) {
      boolean rescued = column.name().equals(RESCUED) && !stored.has(RESCUED);
      columns.add(rescued ? rest(stored) : value(column, frame, stored));
    }
    passed.forEach(name -> columns.add(Columns.col(name)));
    return frame.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  private org.apache.spark.sql.Column value(Column column, Dataset<Row> frame, Schema stored) {
    DataType wanted = Schemas.dataType(column.type());
    if (!isReadable(column.name(), stored)) {
      return functions.lit(null).cast(wanted).as(column.name());
    }
    // Bytes, shorts and zoneless times become the types that the schema calls them.
    StructField field = frame.schema().apply(column.name());
    org.apache.spark.sql.Column value = Columns.col(column.name());
    boolean same = DataType.equalsStructurally(field.dataType(), wanted, true);
    return same ? value : value.cast(wanted).as(column.name(), field.metadata());
  }

  private boolean isReadable(String name, Schema stored) {
    Optional<Column> found = stored.column(name);
    return found.isPresent()
        && schema.column(name).filter(c -> Widening.fits(found.get().type(), c.type())).isPresent();
  }

  private org.apache.spark.sql.Column rest(Schema stored) {
    List<org.apache.spark.sql.Column> columns =
        stored.names().stream()
            .filter(name -> !isReadable(name, stored))
            .map(Columns::col)
            .toList();
    return columns.stream()
        .map(org.apache.spark.sql.Column::isNotNull)
        .reduce(org.apache.spark.sql.Column::or)
        .map(any -> functions.when(any, functions.to_json(struct(columns))))
        .orElse(functions.lit(null).cast("string"))
        .as(RESCUED);
  }

  private static org.apache.spark.sql.Column struct(List<org.apache.spark.sql.Column> columns) {
    return functions.struct(columns.toArray(org.apache.spark.sql.Column[]::new));
  }
}
