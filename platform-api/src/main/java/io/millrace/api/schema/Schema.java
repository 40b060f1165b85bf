package io.millrace.api.schema;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a frame in their order, or <em>unknown</em> where only a run can tell (free SQL
 * without {@code schema:}). Checks against an unknown schema wait for the run: {@link #has} is true
 * for every name there.
 */
public final class Schema {
  private static final Schema UNKNOWN = new Schema(null);

  private final @Nullable Map<String, Column> columns;

  private Schema(@Nullable Map<String, Column> columns) {
    this.columns = columns;
  }

  /** The schema of a frame that nothing is known of before the run. */
  public static Schema unknown() {
    return UNKNOWN;
  }

  /** A known schema. */
  public static Schema of(Column... columns) {
    return of(List.of(columns));
  }

  /**
   * A known schema.
   *
   * @throws IllegalArgumentException if two columns have one name
   */
  public static Schema of(List<Column> columns) {
    Map<String, Column> byName = new LinkedHashMap<>();
    for (Column column : columns) {
      if (byName.put(column.name(), column) != null) {
        throw new IllegalArgumentException("two columns are named '" + column.name() + "'");
      }
    }
    return new Schema(byName);
  }

  /** Whether the columns are known. */
  public boolean isKnown() {
    return columns != null;
  }

  /** The columns in order; empty if unknown. */
  public List<Column> columns() {
    return columns == null ? List.of() : List.copyOf(columns.values());
  }

  /** The names in order; empty if unknown. */
  public List<String> names() {
    return columns == null ? List.of() : List.copyOf(columns.keySet());
  }

  /** The column of that name; empty if there is none or the schema is unknown. */
  public Optional<Column> column(String name) {
    return columns == null ? Optional.empty() : Optional.ofNullable(columns.get(name));
  }

  /** Whether the column may be relied on: it is there, or the schema is unknown. */
  public boolean has(String name) {
    return columns == null || columns.containsKey(name);
  }

  /** This schema with columns replaced in place, or added at the end; unknown stays unknown. */
  public Schema with(Column... added) {
    return with(List.of(added));
  }

  /** This schema with columns replaced in place, or added at the end; unknown stays unknown. */
  public Schema with(List<Column> added) {
    if (columns == null) {
      return this;
    }
    Map<String, Column> result = new LinkedHashMap<>(columns);
    added.forEach(column -> result.put(column.name(), column));
    return new Schema(result);
  }

  /** This schema without those columns; unknown stays unknown. */
  public Schema without(Set<String> names) {
    if (columns == null) {
      return this;
    }
    List<Column> kept = new ArrayList<>(columns.values());
    kept.removeIf(column -> names.contains(column.name()));
    return of(kept);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    // The order of columns counts: it is the order of a CSV file or of an assembled vector.
    return other instanceof Schema schema
        && isKnown() == schema.isKnown()
        && columns().equals(schema.columns());
  }

  @Override
  public int hashCode() {
    return columns().hashCode();
  }

  @Override
  public String toString() {
    return columns == null
        ? "unknown"
        : columns.values().stream()
            .map(c -> c.name() + " " + c.type().text() + (c.nullable() ? "" : " not null"))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /** The column of that name, which must be there. */
  public Column require(String name) {
    return column(requireNonNull(name, "name is null"))
        .orElseThrow(() -> new IllegalArgumentException("no column '" + name + "' in " + this));
  }
}
