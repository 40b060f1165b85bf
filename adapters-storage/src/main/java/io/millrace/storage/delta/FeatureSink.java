package io.millrace.storage.delta;

import io.millrace.api.PlanContext;
import io.millrace.api.Sink;
import io.millrace.api.StageContext;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureVersion;
import io.millrace.api.store.Publication;
import io.millrace.api.store.Publication.Mode;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Publishes a frame to a feature table and hands on the version that it made. */
record FeatureSink(Publication publication) implements Sink<Dataset<Row>> {
  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = main(inputs);
    for (int i = 0; i < publication.keys().size(); i++) {
      String option = "keys[" + i + "]";
      input
          .column(publication.keys().get(i))
          .filter(column -> !isSingleValue(column))
          .ifPresent(
              column ->
                  problems.report(
                      option,
                      StandardError.COLUMN_TYPE,
                      "'"
                          + column.name()
                          + "' is "
                          + column.type().text()
                          + " and can't be a key; take columns of plain types"));
    }
    if (publication.evolveSchema() && publication.mode() != Mode.OVERWRITE) {
      // The version may hold more columns and wider types: those of the versions before.
      return Schema.unknown();
    }
    // Delta knows no column that never lacks a value.
    List<Column> columns =
        input.columns().stream().map(c -> Column.nullable(c.name(), c.type())).toList();
    return input.with(columns);
  }

  private static boolean isSingleValue(Column column) {
    return !(column.type() instanceof ArrayOf
        || column.type() instanceof StructOf
        || column.type() instanceof VectorOf);
  }

  @Override
  public boolean passesRowsThrough() {
    return true;
  }

  @Override
  public boolean handsOnInput() {
    return false;
  }

  @Override
  public boolean canReopen(Receipt receipt, PlanContext<Dataset<Row>> context) {
    // The time tells a table that was deleted and made anew from the one that was written.
    return context
        .features()
        .version(publication.table(), version(receipt))
        .filter(found -> found.time().toString().equals(receipt.facts().get("time")))
        .isPresent();
  }

  private static long version(Receipt receipt) {
    return Long.parseLong(receipt.facts().getOrDefault("version", "-1"));
  }

  @Override
  public Receipt write(Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    FeatureVersion version =
        context.features().publish(main(inputs), publication, context.effect());
    context.fact("table", version.table() + " version " + version.version());
    return new Receipt(
        Map.of(
            "table", version.table(),
            "version", Long.toString(version.version()),
            "time", version.time().toString()));
  }

  @Override
  public Dataset<Row> reopen(
      Receipt receipt, Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    return context.features().read(publication.table(), version(receipt));
  }

  @Override
  public Dataset<Row> withoutWriting(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    return main(inputs);
  }

  /** A sink with one input gets it under one name, whatever that is. */
  private static <T> T main(Map<String, T> inputs) {
    return inputs.values().iterator().next();
  }
}
