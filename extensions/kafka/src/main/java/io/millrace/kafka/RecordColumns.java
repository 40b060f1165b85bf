package io.millrace.kafka;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.Schema;
import io.millrace.kafka.KafkaOptions.Position;
import io.millrace.kafka.KafkaOptions.Values;
import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of records.
 *
 * @param values those of the value; null where they are not known
 * @param around those of key, headers and position, behind them
 */
record RecordColumns(@Nullable Schema values, List<Column> around) {
  /** What Spark's source calls the value, and the column of values that have no fields. */
  static final String VALUE = "value";

  private static final Map<Position, Simple> TYPES =
      Map.of(
          Position.TOPIC, Simple.STRING,
          Position.PARTITION, Simple.INT,
          Position.OFFSET, Simple.LONG,
          Position.TIMESTAMP, Simple.TIMESTAMP);

  static RecordColumns of(KafkaOptions options) {
    List<Column> around = new ArrayList<>();
    if (options.key() != null) {
      around.add(Column.nullable(options.key(), Simple.STRING));
    }
    if (options.headers() != null) {
      around.add(
          Column.nullable(
              options.headers(),
              new ArrayOf(
                  new StructOf(
                      List.of(
                          Column.nullable("key", Simple.STRING),
                          Column.nullable("value", Simple.BINARY))))));
    }
    options.position().stream()
        .distinct()
        .forEach(
            p -> around.add(Column.nullable(p.column(), TYPES.getOrDefault(p, Simple.STRING))));
    return new RecordColumns(values(options), List.copyOf(around));
  }

  private static @Nullable Schema values(KafkaOptions options) {
    if (options.values() != Values.JSON) {
      return Schema.of(
          Column.nullable(
              VALUE, options.values() == Values.STRING ? Simple.STRING : Simple.BINARY));
    }
    return options.schema() == null
        ? null
        : Schema.of(
            options.schema().entrySet().stream()
                .map(entry -> Column.nullable(entry.getKey(), entry.getValue()))
                .toList());
  }

  /** The same, with values of a schema that is known from elsewhere. */
  RecordColumns with(Schema wanted) {
    List<String> taken = around.stream().map(Column::name).toList();
    return new RecordColumns(
        Schema.of(wanted.columns().stream().filter(c -> !taken.contains(c.name())).toList()),
        around);
  }

  /** All columns; unknown where those of the values are. */
  Schema schema() {
    return values == null ? Schema.unknown() : values.with(around);
  }

  List<String> names() {
    List<String> names = new ArrayList<>(values == null ? List.of() : values.names());
    around.forEach(column -> names.add(column.name()));
    return names;
  }

  /** What Spark's source gives for key, headers and position. */
  static List<org.apache.spark.sql.Column> around(KafkaOptions options) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    if (options.key() != null) {
      columns.add(Columns.col("key").cast("string").as(options.key()));
    }
    if (options.headers() != null) {
      columns.add(Columns.col("headers").as(options.headers()));
    }
    options.position().stream()
        .distinct()
        .forEach(p -> columns.add(Columns.col(p.source()).as(p.column())));
    return columns;
  }
}
