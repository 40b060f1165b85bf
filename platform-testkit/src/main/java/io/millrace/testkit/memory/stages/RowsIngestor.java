package io.millrace.testkit.memory.stages;

import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.QuarantineColumns;
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
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.TableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ingest/rows}: rows that stand in the options. */
record RowsIngestor(Options options, Calls calls) implements StreamingIngestor<Table>, NamedSource {
  /** Options of {@code ingest/rows}. */
  public record Options(
      @Help("The columns with their types, in order; all of them may be null") @NotEmpty
          Map<String, LogicalType> schema,
      @Help("A text a row, its values separated by commas; nothing between two commas is null")
          @Default("[]")
          List<String> rows,
      @Help("What identifies the rows; without it nothing that depends on them is reused")
          @Nullable String version,
      @Help("Where the rows come from, for the lineage") @Nullable String place) {}

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
  public List<Asset> sources(Optional<String> version) {
    return options.place() == null
        ? List.of()
        : List.of(Asset.data(DataPlace.path(options.place()), version.orElse("")));
  }

  @Override
  public Optional<String> version(PlanContext<Table> context) {
    return Optional.ofNullable(options.version());
  }

  @Override
  public String followed() {
    return "rows " + String.join(", ", options.schema().keySet());
  }

  /** A row that can't be read is a bad one. */
  @Override
  public Table follow(Schema wanted, StageContext<Table> context) {
    Schema schema = schema(context);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < options.rows().size(); i++) {
      String text = options.rows().get(i);
      List<@Nullable Object> row = new ArrayList<>();
      String reason = null;
      try {
        row.addAll(TableText.parse(schema, List.of(text)).rows().get(0));
      } catch (IllegalArgumentException e) {
        reason = String.valueOf(e.getMessage());
        schema.columns().forEach(column -> row.add(null));
      }
      row.addAll(Arrays.asList(reason, text, "row " + i));
      rows.add(row);
    }
    return Table.of(QuarantineColumns.addedTo(schema), rows);
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
