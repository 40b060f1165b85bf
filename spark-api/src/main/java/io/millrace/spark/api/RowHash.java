package io.millrace.spark.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Hashes the content of a row to a number in [0, 1): what splits, folds and samples assign rows by.
 * It depends on the seed and the values alone, so the same row falls the same way on any cluster,
 * in any order and whatever the order of columns. Rows of equal content share their number.
 */
public final class RowHash {
  /** The 53 bits that a double holds exactly. */
  private static final int UNUSED_BITS = 64 - 53;

  private static final double SCALE = 0x1.0p-53;

  private RowHash() {}

  /**
   * A double in [0, 1), uniform over different rows.
   *
   * @param schema the frame's columns
   * @param keys the columns that tell rows apart; all columns, if empty
   * @param seed another seed gives an independent assignment
   */
  public static Column uniform(StructType schema, List<String> keys, long seed) {
    return functions
        .shiftrightunsigned(hash(schema, keys, seed), UNUSED_BITS)
        .cast("double")
        .multiply(SCALE);
  }

  private static Column hash(StructType schema, List<String> keys, long seed) {
    List<Column> hashed = new ArrayList<>();
    hashed.add(functions.lit(seed));
    Stream<StructField> fields =
        keys.isEmpty()
            ? Stream.of(schema.fields()).sorted((a, b) -> a.name().compareTo(b.name()))
            : keys.stream().map(key -> schema.fields()[schema.fieldIndex(key)]);
    fields.forEach(field -> addTo(hashed, field));
    return functions.xxhash64(hashed.toArray(Column[]::new));
  }

  /** Spark's hash treats -0.0 as 0.0 and all NaNs alike, but skips nulls and refuses maps. */
  private static void addTo(List<Column> hashed, StructField field) {
    Column column = Columns.col(field.name());
    if (field.nullable()) {
      hashed.add(functions.isnull(column));
    }
    if (field.dataType().equals(SQLDataTypes.VectorType())) {
      // A sparse and a dense vector of the same values are the same content.
      hashed.add(Columns.array(column));
    } else if (field.dataType() instanceof MapType) {
      hashed.add(functions.array_sort(functions.map_entries(column)));
    } else {
      hashed.add(column);
    }
  }
}
