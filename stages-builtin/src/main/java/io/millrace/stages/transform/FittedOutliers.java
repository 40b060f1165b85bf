package io.millrace.stages.transform;

import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.scoring.SqlScored;
import io.millrace.stages.transform.OutliersOptions.Action;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What happens to values outside of learnt bounds, in SQL: here and in stock Spark ML. */
record FittedOutliers(OutliersOptions options, State state) implements SqlScored, SparkMlExport {
  static final String FILE = "outliers.json";

  /**
   * What was learnt.
   *
   * @param bounds by column
   */
  record State(Map<String, Bounds> bounds) {}

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    if (options.action() == Action.DROP_FROM_TRAINING) {
      return frame.filter(functions.expr(usual()));
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    expressions().forEach((name, sql) -> columns.put(name, functions.expr(sql)));
    return Columns.with(frame, columns);
  }

  private Map<String, String> expressions() {
    Map<String, String> made = new LinkedHashMap<>();
    state
        .bounds()
        .forEach(
            (name, bounds) -> {
              String column = Columns.quote(name);
              switch (options.action()) {
                case CLIP -> made.put(name, clipped(column, bounds));
                case NULL -> made.put(name, inBounds(column, bounds));
                case FLAG -> made.put(name + options.suffix(), isOutside(column, bounds));
                case DROP_FROM_TRAINING -> {} // A condition, not a column.
              }
            });
    return made;
  }

  /** Spark would take the bounds for nullable; with coalesce it sees that the column is not. */
  private static String clipped(String column, Bounds bounds) {
    return "coalesce(CASE WHEN %1$s THEN %2$s WHEN %3$s THEN %4$s ELSE %5$s END, %5$s)"
        .formatted(bounds.below(column), bounds.low(), bounds.above(column), bounds.high(), column);
  }

  private static String inBounds(String column, Bounds bounds) {
    return "CASE WHEN %s THEN NULL ELSE %s END".formatted(isOutside(column, bounds), column);
  }

  private static String isOutside(String column, Bounds bounds) {
    return "coalesce(%s OR %s, FALSE)".formatted(bounds.below(column), bounds.above(column));
  }

  private String usual() {
    return state.bounds().entrySet().stream()
        .map(entry -> "NOT " + isOutside(Columns.quote(entry.getKey()), entry.getValue()))
        .collect(Collectors.joining(" AND "));
  }

  /** Rows to be predicted are not dropped. */
  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    return options.action() == Action.DROP_FROM_TRAINING
        ? List.of()
        : SqlScored.super.scoring(frame);
  }

  @Override
  public void save(StateDirectory directory) {
    StateJson.write(directory, FILE, state);
  }

  @Override
  public List<Transformer> sparkMl() {
    if (options.action() == Action.DROP_FROM_TRAINING) {
      return List.of();
    }
    String kept =
        options.action() == Action.FLAG
            ? "*"
            : "* EXCEPT (%s)"
                .formatted(
                    state.bounds().keySet().stream()
                        .map(Columns::quote)
                        .collect(Collectors.joining(", ")));
    String made =
        expressions().entrySet().stream()
            .map(entry -> entry.getValue() + " AS " + Columns.quote(entry.getKey()))
            .collect(Collectors.joining(", "));
    return List.of(StockSql.statement("SELECT %s, %s FROM __THIS__".formatted(kept, made)));
  }
}
