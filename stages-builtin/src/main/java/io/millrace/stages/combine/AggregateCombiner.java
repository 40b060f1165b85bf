package io.millrace.stages.combine;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.millrace.api.Combiner;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.stages.combine.AggregateFactory.Aggregate;
import io.millrace.stages.combine.AggregateFactory.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Makes one row of each group: its keys, the aggregates in their order, the number of rows. */
final class AggregateCombiner implements Combiner<Dataset<Row>> {
  private final AggregateFactory.Options options;

  AggregateCombiner(AggregateFactory.Options options) {
    this.options = options;
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Optional<Schema> only = OneInput.of(inputs, "an aggregate", problems);
    if (only.isEmpty()) {
      return Schema.unknown();
    }
    Schema input = only.get();
    OneInput.require(input, options.by(), "by", problems);
    for (int i = 0; i < options.aggregates().size(); i++) {
      check(input, options.aggregates().get(i), "aggregates[" + i + "].", problems);
    }
    return input.isKnown() ? made(input, problems) : Schema.unknown();
  }

  private static void check(Schema input, Aggregate aggregate, String place, Problems problems) {
    for (int c = 0; c < aggregate.columns().size(); c++) {
      String name = aggregate.columns().get(c);
      String option = place + "columns[" + c + "]";
      OneInput.require(input, name, option, problems);
      for (Function function : aggregate.functions()) {
        OneInput.checkType(input, name, function.summary(), option, problems);
      }
    }
    String orderBy = aggregate.orderBy();
    if (orderBy != null) {
      OneInput.require(input, orderBy, place + "orderBy", problems);
      input
          .column(orderBy)
          .filter(column -> !isSimple(column.type()))
          .ifPresent(
              column ->
                  problems.report(
                      place + "orderBy",
                      StandardError.COLUMN_TYPE,
                      "column '%s' has the type %s, and only simple values can be compared"
                          .formatted(orderBy, column.type().text())));
    }
  }

  private static boolean isSimple(LogicalType type) {
    return type instanceof Simple || type instanceof DecimalOf;
  }

  private Schema made(Schema input, Problems problems) {
    Schema made = Schema.of();
    for (String key : options.by()) {
      Optional<Column> column = input.column(key);
      made = column.isPresent() ? OneInput.with(made, column.get(), "by", problems) : made;
    }
    for (Aggregate aggregate : options.aggregates()) {
      for (String name : aggregate.columns()) {
        for (Function function : aggregate.functions()) {
          Optional<Column> column = input.column(name);
          made =
              column.isPresent()
                  ? OneInput.with(made, made(column.get(), function), "aggregates", problems)
                  : made;
        }
      }
    }
    return options.count() == null
        ? made
        : OneInput.with(made, Column.required(options.count(), Simple.LONG), "count", problems);
  }

  private static Column made(Column column, Function function) {
    Summary summary = function.summary();
    return new Column(
        name(column.name(), function), summary.type(column.type()), !summary.isNeverMissing());
  }

  private static String name(String column, Function function) {
    return column + "_" + function.summary().text();
  }

  @Override
  public Dataset<Row> combine(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> frame = inputs.values().iterator().next();
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (Aggregate aggregate : options.aggregates()) {
      org.apache.spark.sql.Column order =
          aggregate.orderBy() == null ? lit(0) : Columns.col(aggregate.orderBy());
      for (String name : aggregate.columns()) {
        for (Function function : aggregate.functions()) {
          columns.add(
              function.summary().of(Summary.present(frame, name), order).as(name(name, function)));
        }
      }
    }
    if (options.count() != null) {
      columns.add(count(lit(1)).as(options.count()));
    }
    return frame
        .groupBy(Columns.cols(options.by()))
        .agg(columns.get(0), columns.stream().skip(1).toArray(org.apache.spark.sql.Column[]::new));
  }
}
