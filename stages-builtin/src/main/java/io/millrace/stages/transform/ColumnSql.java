package io.millrace.stages.transform;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Columns made of others by expressions of SQL: a row of the table in {@link Preparations}. */
interface ColumnSql {
  /** The columns that are read. */
  List<String> inputs();

  /** The expressions, by the columns that they make, which mean the same in any session. */
  Map<String, String> expressions();

  /** The columns that are made, of a known schema that has the inputs; reports what can't be. */
  List<Column> outputs(Schema input, Problems problems);

  /** What of the columns that come in keeps the expressions from meaning the same elsewhere. */
  default Optional<String> obstacle(Schema input) {
    return Optional.empty();
  }

  /** What the expressions are in our own session, where the types that come in are known. */
  default Map<String, org.apache.spark.sql.Column> columns(Dataset<Row> frame) {
    return expressions().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> functions.expr(entry.getValue()),
                (one, other) -> other,
                LinkedHashMap::new));
  }
}
