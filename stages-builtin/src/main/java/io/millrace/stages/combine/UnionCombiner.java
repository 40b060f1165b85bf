package io.millrace.stages.combine;

import io.millrace.api.Combiner;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Puts the rows of frames one after another; the first input sets the order of columns. */
final class UnionCombiner implements Combiner<Dataset<Row>> {
  private final boolean fillMissing;

  UnionCombiner(UnionFactory.Options options) {
    fillMissing = options.fillMissing();
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    if (inputs.values().stream().anyMatch(schema -> !schema.isKnown())) {
      return Schema.unknown();
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    inputs.forEach((name, schema) -> addAll(columns, name, schema, problems));
    for (Column column : List.copyOf(columns.values())) {
      inputs.forEach((name, schema) -> require(columns, column, name, schema, problems));
    }
    return Schema.of(List.copyOf(columns.values()));
  }

  private static void addAll(
      Map<String, Column> columns, String input, Schema schema, Problems problems) {
    for (Column column : schema.columns()) {
      Column known = columns.putIfAbsent(column.name(), column);
      if (known == null) {
        continue;
      }
      if (!known.type().equals(column.type())) {
        problems.report(
            "",
            StandardError.COLUMN_TYPE,
            "'"
                + column.name()
                + "' is "
                + column.type().text()
                + " in "
                + input
                + " and "
                + known.type().text()
                + " before; cast one of them");
      }
      columns.put(
          column.name(),
          new Column(known.name(), known.type(), known.nullable() || column.nullable()));
    }
  }

  private void require(
      Map<String, Column> columns, Column column, String input, Schema schema, Problems problems) {
    if (schema.has(column.name())) {
      return;
    }
    columns.put(column.name(), Column.nullable(column.name(), column.type()));
    if (!fillMissing) {
      problems.report(
          "fillMissing",
          StandardError.UNKNOWN_COLUMN,
          input + " has no column '" + column.name() + "'; set fillMissing: true, or drop it");
    }
  }

  @Override
  public Dataset<Row> combine(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    return inputs.values().stream()
        .reduce((first, second) -> first.unionByName(second, fillMissing))
        .orElseThrow(() -> new IllegalArgumentException("a union takes at least one input"));
  }
}
