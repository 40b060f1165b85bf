package io.millrace.stages.transform;

import io.millrace.api.ColumnUse;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.StockSql;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Puts a frame through a query. */
final class SqlTransformer extends InSql {
  private static final String VIEW = "input";

  /** A session knows one view of a name, and branches run side by side. */
  private static final Object VIEW_LOCK = new Object();

  private final String query;
  private final SqlText parsed;
  private final @Nullable Map<String, LogicalType> declared;

  SqlTransformer(SqlFactory.Options options) {
    query = options.query();
    parsed = SqlText.query(query, VIEW);
    declared = options.schema() == null ? null : new LinkedHashMap<>(options.schema());
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    if (declared == null) {
      return Schema.unknown();
    }
    return Schema.of(
        declared.entrySet().stream()
            .map(entry -> Column.nullable(entry.getKey(), entry.getValue()))
            .toList());
  }

  @Override
  public ColumnUse reads(Schema input) {
    return input.isKnown() && !parsed.hasStar()
        ? ColumnUse.of(parsed.columnsIn(input))
        : ColumnUse.ofAll();
  }

  @Override
  public boolean isRowWise() {
    return parsed.isRowWise();
  }

  @Override
  Collection<String> given() {
    return List.of(query);
  }

  @Override
  Optional<String> obstacle(Schema input) {
    return parsed.sessionDependence(input);
  }

  @Override
  Optional<String> scoringObstacle(Schema input) {
    return parsed.scoringObstacle(input);
  }

  @Override
  String dropReason() {
    return "the query leaves it out";
  }

  @Override
  String statement() {
    return "WITH %s AS (SELECT * FROM __THIS__ WHERE %s) %s"
        .formatted(VIEW, StockSql.sameDialect(), query);
  }

  @Override
  protected Dataset<Row> apply(Dataset<Row> frame) {
    Dataset<Row> result = run(frame);
    if (declared != null) {
      check(Schemas.fromSpark(result.schema()), declared);
    }
    return result;
  }

  private Dataset<Row> run(Dataset<Row> frame) {
    SparkSession session = frame.sparkSession();
    synchronized (VIEW_LOCK) {
      frame.createOrReplaceTempView(VIEW);
      try {
        // Names are resolved here and now; afterwards the view is not needed.
        return session.sql(query);
      } finally {
        session.catalog().dropTempView(VIEW);
      }
    }
  }

  private static void check(Schema actual, Map<String, LogicalType> declared) {
    Map<String, LogicalType> found = new LinkedHashMap<>();
    actual.columns().forEach(column -> found.put(column.name(), column.type()));
    if (!List.copyOf(found.entrySet()).equals(List.copyOf(declared.entrySet()))) {
      throw new MillraceException(
          StandardError.SCHEMA_MISMATCH,
          "The query gives " + text(found) + ", but schema: says " + text(declared) + ".");
    }
  }

  private static String text(Map<String, LogicalType> columns) {
    return columns.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue().text())
        .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
  }
}
