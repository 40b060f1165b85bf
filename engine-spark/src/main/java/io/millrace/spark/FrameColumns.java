package io.millrace.spark;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.RowCondition;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowValues;
import io.millrace.spark.api.Schemas;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** What the engine does with single columns of a frame. */
final class FrameColumns {
  private FrameColumns() {}

  /** Adds columns of nulls, those that the frame has already left out. */
  static Dataset<Row> withNulls(Dataset<Row> frame, List<Column> columns) {
    List<org.apache.spark.sql.Column> selected = new ArrayList<>();
    List<String> present = List.of(frame.columns());
    present.forEach(name -> selected.add(Columns.col(name)));
    for (Column column : columns) {
      if (!present.contains(column.name())) {
        StructField field = Schemas.field(column);
        selected.add(functions.lit(null).cast(field.dataType()).as(field.name(), field.metadata()));
      }
    }
    return frame.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** Adds columns that hold one value each. */
  static Dataset<Row> withConstants(
      Dataset<Row> frame, List<Column> columns, List<? extends @Nullable Object> values) {
    Row row = RowValues.row(Schema.of(columns), values);
    List<org.apache.spark.sql.Column> selected =
        new ArrayList<>(List.of(Columns.cols(List.of(frame.columns()))));
    for (int i = 0; i < columns.size(); i++) {
      StructField field = Schemas.field(columns.get(i));
      selected.add(
          functions.lit(row.get(i)).cast(field.dataType()).as(field.name(), field.metadata()));
    }
    return frame.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** The rows for which the condition holds. */
  static Dataset<Row> where(Dataset<Row> frame, RowCondition condition) {
    org.apache.spark.sql.Column column = Columns.col(condition.column());
    org.apache.spark.sql.Column holds =
        condition instanceof RowCondition.Missing
            ? column.isNull()
            : condition instanceof RowCondition.Before before
                ? column.lt(moment(before.millis()))
                : condition instanceof RowCondition.NotBefore notBefore
                    ? column.isNull().or(column.geq(moment(notBefore.millis())))
                    : column.isNotNull();
    return frame.filter(holds);
  }

  private static org.apache.spark.sql.Column moment(long millis) {
    return functions.timestamp_millis(functions.lit(millis));
  }
}
