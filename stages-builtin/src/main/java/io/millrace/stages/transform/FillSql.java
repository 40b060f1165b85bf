package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Constants in place of missing values. The statement for stock Spark ML is written without knowing
 * the types of columns, so it takes a value for what it looks like, and is not exported where the
 * column is something else.
 */
final class FillSql implements ColumnSql {
  private final Map<String, String> values;

  FillSql(FillOptions options) {
    values = new LinkedHashMap<>(options.columns());
  }

  @Override
  public List<String> inputs() {
    return List.copyOf(values.keySet());
  }

  @Override
  public List<Column> outputs(Schema input, Problems problems) {
    List<Column> filled = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          LogicalType type = input.require(name).type();
          if (!Impute.isFillable(type)) {
            problems.report(
                "columns." + name,
                StandardError.COLUMN_TYPE,
                "column '%s' has the type %s, and transform/fill fills numbers, strings, booleans and dates"
                    .formatted(name, type.text()));
          } else if (!FilledValue.fits(value, type)) {
            problems.report(
                "columns." + name,
                StandardError.WRONG_TYPE,
                "'%s' is no %s, which column '%s' holds".formatted(value, type.text(), name));
          }
          filled.add(Column.required(name, type));
        });
    return filled;
  }

  @Override
  public Map<String, org.apache.spark.sql.Column> columns(Dataset<Row> frame) {
    Map<String, org.apache.spark.sql.Column> filled = new LinkedHashMap<>();
    // Where the columns were not known before the run, nobody has looked at the values yet.
    outputs(
        Schemas.fromSpark(Columns.select(frame, inputs()).schema()),
        (option, code, message) -> {
          throw new MillraceException(code, option + ": " + message + ".");
        });
    values.forEach((name, value) -> filled.put(name, FilledValue.filled(frame, name, value)));
    return filled;
  }

  @Override
  public Map<String, String> expressions() {
    Map<String, String> filled = new LinkedHashMap<>();
    values.forEach((name, value) -> filled.put(name, expression(Columns.quote(name), value)));
    return filled;
  }

  private static String expression(String column, String value) {
    LogicalType look = look(value);
    if (look == Simple.DOUBLE || look == Simple.LONG) {
      return "coalesce(CASE WHEN typeof(%1$s) = 'double' AND isnan(%1$s) THEN NULL ELSE %1$s END, %2$s)"
          .formatted(column, look == Simple.LONG ? value : "CAST('" + value + "' AS DOUBLE)");
    }
    String literal =
        look == Simple.STRING
            ? ColumnSqlTransformer.literal(value)
            : "CAST('" + value + "' AS " + look.text() + ")";
    return "coalesce(%s, %s)".formatted(column, literal);
  }

  private static LogicalType look(String value) {
    for (Simple type : List.of(Simple.LONG, Simple.DOUBLE, Simple.BOOLEAN, Simple.DATE)) {
      if (FilledValue.fits(value, type)) {
        return type;
      }
    }
    return Simple.STRING;
  }

  @Override
  public Optional<String> obstacle(Schema input) {
    return values.entrySet().stream()
        .filter(entry -> !keepsType(entry.getValue(), input.require(entry.getKey()).type()))
        .findFirst()
        .map(
            entry ->
                "Spark ML's statement would make another type of column '%s'"
                    .formatted(entry.getKey()));
  }

  private static boolean keepsType(String value, LogicalType type) {
    LogicalType look = look(value);
    return look == Simple.LONG
        ? type == Simple.INT || type == Simple.LONG || type == Simple.DOUBLE
        : type == look;
  }
}
