package io.millrace.stages.transform;

import io.millrace.api.ColumnUse;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import io.millrace.spark.api.StatelessTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * Keeps one row of those with the same keys. Spark drops all but one of a key's rows in each
 * partition before it sends rows around (a limit on a window's rank).
 */
final class Deduplicate extends StatelessTransformer {
  private final DeduplicateFactory.Options options;

  Deduplicate(DeduplicateFactory.Options options) {
    this.options = options;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    for (int i = 0; i < options.keys().size(); i++) {
      check(input, options.keys().get(i), "keys[" + i + "]", problems);
    }
    if (options.newestBy() != null) {
      check(input, options.newestBy(), "newestBy", problems);
    }
    return input;
  }

  private static void check(Schema input, String name, String option, Problems problems) {
    input
        .column(name)
        .filter(column -> !isOrdered(column.type()))
        .ifPresent(
            column ->
                problems.report(
                    option,
                    StandardError.COLUMN_TYPE,
                    "column '%s' has the type %s, and only simple values can be compared"
                        .formatted(name, column.type().text())));
  }

  private static boolean isOrdered(LogicalType type) {
    return type instanceof Simple || type instanceof DecimalOf;
  }

  /** Which row stays may depend on any column. */
  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.ofAll();
  }

  @Override
  public boolean isRowWise() {
    return false;
  }

  @Override
  protected Dataset<Row> apply(Dataset<Row> frame) {
    if (options.keys().isEmpty()) {
      return frame.dropDuplicates();
    }
    List<Column> order = new ArrayList<>();
    if (options.newestBy() != null) {
      order.add(Columns.col(options.newestBy()).desc_nulls_last());
    }
    // Of rows that are as new, the content decides: the same one, in whatever order they come.
    order.add(RowHash.uniform(frame.schema(), List.of(), 0).desc());
    String rank = "rank" + UUID.randomUUID();
    Dataset<Row> ranked =
        frame.withColumn(
            rank,
            functions
                .row_number()
                .over(
                    Window.partitionBy(Columns.cols(options.keys()))
                        .orderBy(order.toArray(Column[]::new))));
    return Columns.select(ranked.filter(Columns.col(rank).equalTo(1)), List.of(frame.columns()));
  }
}
