package io.millrace.stages.transform;

import io.millrace.api.ColumnUse;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.StockSql;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps the rows that meet a condition. */
final class FilterTransformer extends InSql {
  private final String where;
  private final SqlText condition;

  FilterTransformer(FilterFactory.Options options) {
    where = options.where();
    condition = SqlText.condition(where);
    if (!condition.isRowWise()) {
      throw new IllegalArgumentException(
          "where: a condition may hold no aggregate, window function or subquery");
    }
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    for (String name : condition.unknownColumns(input)) {
      problems.report(
          "where",
          StandardError.UNKNOWN_COLUMN,
          "the input has no column '" + name + "'; it has " + String.join(", ", input.names()));
    }
    return input;
  }

  @Override
  public ColumnUse reads(Schema input) {
    return input.isKnown() ? ColumnUse.of(condition.columnsIn(input)) : ColumnUse.ofAll();
  }

  @Override
  Collection<String> given() {
    return List.of(where);
  }

  @Override
  Optional<String> obstacle(Schema input) {
    return condition.sessionDependence(input);
  }

  @Override
  Optional<String> scoringObstacle(Schema input) {
    return condition.scoringObstacle(input);
  }

  @Override
  String dropReason() {
    return "it does not meet '%s'".formatted(where.strip());
  }

  /** A line of its own for the condition: it may end in a comment. */
  @Override
  String statement() {
    return "SELECT * FROM __THIS__ WHERE %s AND (%s\n)".formatted(StockSql.sameDialect(), where);
  }

  @Override
  protected Dataset<Row> apply(Dataset<Row> frame) {
    return frame.where(where);
  }
}
