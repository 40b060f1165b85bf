package io.millrace.spark.api;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns as places outside of Spark ML take them. */
public final class FlatColumns {
  private FlatColumns() {}

  /** Vectors as arrays of doubles; all else as it is. */
  public static Dataset<Row> arrays(Dataset<Row> frame) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : frame.schema().fields()) {
      Column column = Columns.col(field.name());
      columns.add(isVector(field) ? Columns.array(column).as(field.name()) : column);
    }
    return frame.select(columns.toArray(Column[]::new));
  }

  /**
   * Single values only: a vector becomes one column a slot, named with {@code _0} and so on; binary
   * values become Base64 texts, other nested values JSON texts. Where no metadata tells a vector's
   * size, a row is read to learn it.
   */
  public static Dataset<Row> single(Dataset<Row> frame) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : frame.schema().fields()) {
      if (isVector(field)) {
        addSlots(frame, columns, field);
      } else {
        columns.add(text(field).as(field.name()));
      }
    }
    return frame.select(columns.toArray(Column[]::new));
  }

  private static void addSlots(Dataset<Row> frame, List<Column> columns, StructField field) {
    int size = AttributeGroup.fromStructField(field).size();
    int slots = size >= 0 ? size : sizeOfFirst(frame, field);
    for (int i = 0; i < slots; i++) {
      Column array = Columns.array(Columns.col(field.name()));
      columns.add(functions.get(array, functions.lit(i)).as(field.name() + "_" + i));
    }
  }

  private static int sizeOfFirst(Dataset<Row> frame, StructField field) {
    Column column = Columns.col(field.name());
    List<Row> first = frame.select(column).filter(column.isNotNull()).takeAsList(1);
    return first.isEmpty() ? 0 : first.get(0).<Vector>getAs(0).size();
  }

  private static Column text(StructField field) {
    Column column = Columns.col(field.name());
    DataType type = field.dataType();
    if (type instanceof BinaryType) {
      return functions.base64(column);
    }
    boolean nested = type instanceof ArrayType || type instanceof StructType;
    return nested ? functions.to_json(column) : column;
  }

  private static boolean isVector(StructField field) {
    return field.dataType().equals(SQLDataTypes.VectorType());
  }
}
