package io.millrace.spark.api;

import io.millrace.api.Exportable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Transformer;

/**
 * An optional power of fitted transformers and models whose stage says {@link
 * io.millrace.api.ExportForm#SPARK_ML}: hands out what was learnt as stock classes of {@code
 * org.apache.spark.ml}, which Python can load.
 */
public interface SparkMlExport {
  /** Transformers that, applied one after another, do what this value does. */
  List<Transformer> sparkMl();

  /**
   * Whether stock classes take a column of that name: in some of them dots and backticks have a
   * meaning.
   */
  static boolean takes(String column) {
    return column.indexOf('.') < 0 && column.indexOf('`') < 0 && StockSql.takes(column);
  }

  /** What {@link Exportable#obstacle} says of columns that stock classes don't take; else empty. */
  static Optional<String> obstacle(Collection<String> columns) {
    return columns.stream()
        .filter(name -> !takes(name))
        .findFirst()
        .map("Spark ML's own classes take no column named '%s'"::formatted);
  }
}
