package io.millrace.spark.api;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.functions$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Columns by their exact names: dots, blanks, quotes and backticks are part of a name. */
public final class Columns {
  private Columns() {}

  /** The name as Spark's SQL and {@code Dataset.col} take it. */
  public static String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** The column of exactly that name. */
  public static Column col(String name) {
    return functions.col(quote(name));
  }

  /** The columns of exactly those names, in their order. */
  public static Column[] cols(Collection<String> names) {
    return names.stream().map(Columns::col).toArray(Column[]::new);
  }

  /** A column of vectors as arrays of doubles; Spark's own function refuses missing vectors. */
  public static Column array(Column vectors) {
    return functions.when(
        vectors.isNotNull(), functions$.MODULE$.vector_to_array(vectors, "float64"));
  }

  /**
   * A frame with columns replaced where they stand, or added at the end, in the map's order. Unlike
   * {@code withColumns}, it keeps that order, however many they are.
   */
  public static Dataset<Row> with(Dataset<Row> frame, Map<String, Column> columns) {
    Map<String, Column> result = new LinkedHashMap<>();
    for (String name : frame.columns()) {
      result.put(name, col(name));
    }
    columns.forEach((name, column) -> result.put(name, column.as(name)));
    return frame.select(result.values().toArray(Column[]::new));
  }

  /**
   * A frame with just those columns, in that order. Unlike {@code drop} and {@code
   * withColumnRenamed}, it never takes part of a name for a path into a struct.
   */
  public static Dataset<Row> select(Dataset<Row> frame, List<String> names) {
    return frame.select(cols(names));
  }
}
