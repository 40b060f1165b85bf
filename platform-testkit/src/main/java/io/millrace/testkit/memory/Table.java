package io.millrace.testkit.memory;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The frame of the in-memory world: a schema and rows in an order. Immutable. Values are of the
 * type that {@link Cells} names for the column's type, or null where the column is nullable.
 */
public final class Table {
  /** The dataset type of tables. */
  public static final DatasetType<Table> TYPE = new DatasetType<>("memory", Table.class);

  private final Schema schema;
  private final List<List<@Nullable Object>> rows;

  private Table(Schema schema, List<List<@Nullable Object>> rows) {
    this.schema = schema;
    this.rows = rows;
  }

  /**
   * A table.
   *
   * @param rows a list of values a row, in the order of columns
   * @throws IllegalArgumentException if a row does not fit the schema, or the schema is unknown
   */
  public static Table of(Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
    if (!schema.isKnown()) {
      throw new IllegalArgumentException("a table needs a known schema");
    }
    List<Column> columns = schema.columns();
    List<List<@Nullable Object>> checked = new ArrayList<>(rows.size());
    for (List<? extends @Nullable Object> row : rows) {
      checked.add(checkedRow(columns, row));
    }
    return new Table(schema, Collections.unmodifiableList(checked));
  }

  /** A table of rows written out. */
  public static Table of(Schema schema, @Nullable Object[]... rows) {
    return of(schema, Arrays.stream(rows).map(Arrays::asList).toList());
  }

  private static List<@Nullable Object> checkedRow(
      List<Column> columns, List<? extends @Nullable Object> row) {
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException(
          "row " + row + " has " + row.size() + " values for " + columns.size() + " columns");
    }
    List<@Nullable Object> checked = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      checked.add(Cells.check(columns.get(i), row.get(i)));
    }
    return Collections.unmodifiableList(checked);
  }

  /** The columns. */
  public Schema schema() {
    return schema;
  }

  /** The rows in order. */
  public List<List<@Nullable Object>> rows() {
    return rows;
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** Where a column stands in a row; the column must be there. */
  public int indexOf(String column) {
    schema.require(column);
    return schema.names().indexOf(column);
  }

  /** The values of a column, from the first row to the last. */
  public List<@Nullable Object> column(String name) {
    int index = indexOf(name);
    List<@Nullable Object> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(row.get(index)));
    return Collections.unmodifiableList(values);
  }

  /** Only these columns, in this order. */
  public Table select(List<String> columns) {
    List<Integer> indices = columns.stream().map(this::indexOf).toList();
    Schema selected = Schema.of(columns.stream().map(schema::require).toList());
    return map(selected, row -> indices.stream().map(row::get).collect(Collectors.toList()));
  }

  /** All columns but these. */
  public Table without(Set<String> columns) {
    return select(schema.names().stream().filter(name -> !columns.contains(name)).toList());
  }

  /** With a column replaced in place, or added at the end. */
  public Table with(Column column, Function<List<@Nullable Object>, @Nullable Object> value) {
    int index = schema.names().indexOf(column.name());
    return map(
        schema.with(column),
        row -> {
          List<@Nullable Object> changed = new ArrayList<>(row);
          if (index < 0) {
            changed.add(value.apply(row));
          } else {
            changed.set(index, value.apply(row));
          }
          return changed;
        });
  }

  /** Only the rows that pass. */
  public Table filter(Predicate<List<@Nullable Object>> passes) {
    return new Table(schema, rows.stream().filter(passes).toList());
  }

  /** These rows, then those of another table with columns of the same names and types. */
  public Table concat(Table other) {
    List<List<@Nullable Object>> all = new ArrayList<>(rows);
    all.addAll(other.select(schema.names()).rows());
    return of(schema, all);
  }

  /** The same number of rows, each put through {@code change}. */
  public Table map(
      Schema changed, Function<List<@Nullable Object>, List<@Nullable Object>> change) {
    return of(changed, rows.stream().map(change).toList());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Table table && schema.equals(table.schema) && rows.equals(table.rows);
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + rows.hashCode();
  }

  @Override
  public String toString() {
    return schema
        + rows.stream().map(List::toString).collect(Collectors.joining("\n  ", "\n  ", ""));
  }
}
