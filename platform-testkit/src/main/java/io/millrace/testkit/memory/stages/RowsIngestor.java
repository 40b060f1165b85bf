package io.millrace.testkit.memory.stages;

import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.TableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ingest/rows}: rows that stand in the options. */
record RowsIngestor(Options options, Calls calls) implements Ingestor<Table> {
  /** Options of {@code ingest/rows}. */
  public record Options(
      @Help("The columns with their types, in order; all of them may be null") @NotEmpty
          Map<String, LogicalType> schema,
      @Help("A text a row, its values separated by commas; nothing between two commas is null")
          @Default("[]")
          List<String> rows,
      @Help("What identifies the rows; without it nothing that depends on them is reused")
          @Nullable String version) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "ingest/rows",
        StageKind.INGESTOR,
        Options.class,
        "Rows that stand in the pipeline file",
        "schema: { id: long, city: string, price: double }\nrows: [\"1,Ulm,2.5\", \"2,,3\"]",
        options -> new RowsIngestor(options, new Calls(log, "ingest/rows")));
  }

  @Override
  public Schema schema(PlanContext<Table> context) {
    List<Column> columns = new ArrayList<>();
    options.schema().forEach((name, type) -> columns.add(Column.nullable(name, type)));
    return Schema.of(columns);
  }

  @Override
  public Optional<String> version(PlanContext<Table> context) {
    return Optional.ofNullable(options.version());
  }

  @Override
  public Table read(Optional<String> version, StageContext<Table> context) {
    calls.note("read", context);
    try {
      return TableText.parse(schema(context), options.rows());
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          StandardError.BAD_RECORD, "stage '" + context.stage() + "': " + e.getMessage(), e);
    }
  }
}
