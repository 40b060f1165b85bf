package io.millrace.stages.transform;

import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.SparkMlExport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Columns that a stage reads, each with the column that it makes of it.
 *
 * @param outputs by input, in the order of the options
 */
record ColumnPairs(Map<String, String> outputs) {
  /**
   * As options name them.
   *
   * @param usual the suffix, if neither outputs nor a suffix are given
   * @throws IllegalArgumentException as the other
   */
  static ColumnPairs of(
      List<String> columns, @Nullable List<String> outputs, @Nullable String suffix, String usual) {
    return of(columns, outputs, suffix == null ? usual : suffix);
  }

  /**
   * Named one by one, or by a suffix.
   *
   * @throws IllegalArgumentException if a column is named twice, or the lists differ in length
   */
  static ColumnPairs of(List<String> columns, @Nullable List<String> outputs, String suffix) {
    if (outputs != null && outputs.size() != columns.size()) {
      throw new IllegalArgumentException(
          "outputs has %d names for %d columns: give one each"
              .formatted(outputs.size(), columns.size()));
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      if (pairs.put(column, outputs == null ? column + suffix : outputs.get(i)) != null) {
        throw new IllegalArgumentException("columns names '" + column + "' twice");
      }
    }
    if (Set.copyOf(pairs.values()).size() < pairs.size()) {
      throw new IllegalArgumentException("outputs names one column twice");
    }
    return new ColumnPairs(pairs);
  }

  List<String> inputs() {
    return List.copyOf(outputs.keySet());
  }

  String[] inputArray() {
    return outputs.keySet().toArray(String[]::new);
  }

  String[] outputArray() {
    return outputs.values().toArray(String[]::new);
  }

  /** Why stock Spark ML classes don't take all these names; empty if they do. */
  Optional<String> stockObstacle() {
    List<String> names = new ArrayList<>(outputs.keySet());
    names.addAll(outputs.values());
    return SparkMlExport.obstacle(names);
  }

  /** Reports the columns whose type is not accepted. */
  static void check(
      Schema input,
      List<String> columns,
      Predicate<LogicalType> accepted,
      String what,
      Problems problems) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = input.column(columns.get(i)).orElse(null);
      if (column != null && !accepted.test(column.type())) {
        problems.report(
            "columns[" + i + "]",
            StandardError.COLUMN_TYPE,
            "column '%s' has the type %s, and %s"
                .formatted(column.name(), column.type().text(), what));
      }
    }
  }
}
