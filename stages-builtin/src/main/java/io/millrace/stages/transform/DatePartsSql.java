package io.millrace.stages.transform;

import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.stages.transform.DatePartsOptions.Part;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Numbers of dates and times. */
final class DatePartsSql implements ColumnSql {
  private final List<String> columns;
  private final Set<Part> parts;

  DatePartsSql(DatePartsOptions options) {
    // Refuses columns named twice.
    columns = ColumnPairs.of(options.columns(), null, "").inputs();
    parts = new LinkedHashSet<>(options.parts());
  }

  @Override
  public List<String> inputs() {
    return columns;
  }

  @Override
  public List<Column> outputs(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        columns,
        type -> type == Simple.DATE || type == Simple.TIMESTAMP,
        "only dates and timestamps have parts: cast it before",
        problems);
    for (String name : columns) {
      LogicalType type = input.require(name).type();
      parts.stream()
          .filter(part -> type == Simple.DATE && !part.isOfDay())
          .findFirst()
          .ifPresent(
              part ->
                  problems.report(
                      "parts",
                      StandardError.COLUMN_TYPE,
                      "column '%s' has the type date, which has no %s"
                          .formatted(name, part.suffix().substring(1))));
    }
    return expressions().keySet().stream().map(name -> Column.nullable(name, Simple.INT)).toList();
  }

  @Override
  public Map<String, String> expressions() {
    Map<String, String> made = new LinkedHashMap<>();
    for (String column : columns) {
      parts.forEach(part -> made.put(column + part.suffix(), part.of(Columns.quote(column))));
    }
    return made;
  }

  @Override
  public Optional<String> obstacle(Schema input) {
    return columns.stream()
        .filter(name -> Times.areIn(input.require(name).type()))
        .findFirst()
        .map("the parts of the time '%s' depend on the session's time zone"::formatted);
  }
}
