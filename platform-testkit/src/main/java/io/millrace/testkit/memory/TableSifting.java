package io.millrace.testkit.memory;

import io.millrace.api.QuarantineColumns;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.RowCondition;
import io.millrace.api.stream.StreamingEngine.Parted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parts tables into the rows that are good and those that are not. */
final class TableSifting {
  private static final Column REASON = Column.nullable(QuarantineColumns.REASON, Simple.STRING);

  private TableSifting() {}

  static Table where(Table frame, RowCondition condition) {
    int at = frame.indexOf(condition.column());
    return frame.filter(row -> holds(condition, row.get(at)));
  }

  private static boolean holds(RowCondition condition, @Nullable Object value) {
    if (condition instanceof RowCondition.Missing) {
      return value == null;
    }
    if (condition instanceof RowCondition.Before before) {
      return value != null && ((Instant) value).toEpochMilli() < before.millis();
    }
    if (condition instanceof RowCondition.NotBefore notBefore) {
      return value == null || ((Instant) value).toEpochMilli() >= notBefore.millis();
    }
    return value != null;
  }

  static Parted<Table> part(Table rows, UnaryOperator<Table> computation) {
    Map<List<@Nullable Object>, String> reasons = new LinkedHashMap<>();
    for (List<@Nullable Object> row : rows.rows()) {
      try {
        Table unused = computation.apply(Table.of(rows.schema(), List.of(row)));
      } catch (RuntimeException e) {
        reasons.put(row, String.valueOf(e.getMessage()));
      }
    }
    if (reasons.isEmpty()) {
      Table unused = computation.apply(rows);
      return new Parted<>(rows, null);
    }
    return new Parted<>(
        rows.filter(row -> !reasons.containsKey(row)),
        rows.filter(reasons::containsKey).with(REASON, reasons::get));
  }

  static Parted<Table> distinct(Table rows, List<String> keys, @Nullable String newest) {
    List<Integer> own =
        rows.schema().names().stream()
            .filter(name -> !QuarantineColumns.ALL.contains(name))
            .map(rows::indexOf)
            .toList();
    Map<List<@Nullable Object>, List<List<@Nullable Object>>> groups = new LinkedHashMap<>();
    List<Integer> places = keys.stream().map(rows::indexOf).toList();
    Set<List<@Nullable Object>> seen = new HashSet<>();
    for (List<@Nullable Object> row : rows.rows()) {
      if (seen.add(values(row, own))) {
        groups.computeIfAbsent(values(row, places), key -> new ArrayList<>()).add(row);
      }
    }
    if (newest != null) {
      int time = rows.indexOf(newest);
      groups.replaceAll((key, group) -> newest(group, time));
    }
    Set<List<@Nullable Object>> good =
        groups.values().stream()
            .filter(group -> group.size() == 1)
            .map(group -> group.get(0))
            .collect(Collectors.toSet());
    List<List<@Nullable Object>> refused =
        groups.values().stream().filter(g -> g.size() > 1).flatMap(List::stream).toList();
    String reason =
        "several rows of the batch have the same keys (%s)".formatted(String.join(", ", keys));
    Set<List<@Nullable Object>> once = new HashSet<>();
    return new Parted<>(
        rows.filter(row -> good.contains(row) && once.add(row)),
        refused.isEmpty() ? null : Table.of(rows.schema(), refused).with(REASON, row -> reason));
  }

  private static List<List<@Nullable Object>> newest(List<List<@Nullable Object>> group, int time) {
    Instant greatest =
        group.stream()
            .map(row -> row.get(time) instanceof Instant at ? at : Instant.MIN)
            .max(Instant::compareTo)
            .orElseThrow();
    return group.stream()
        .filter(row -> (row.get(time) instanceof Instant at ? at : Instant.MIN).equals(greatest))
        .toList();
  }

  private static List<@Nullable Object> values(List<@Nullable Object> row, List<Integer> places) {
    List<@Nullable Object> values = new ArrayList<>();
    places.forEach(place -> values.add(row.get(place)));
    return values;
  }

  static Table records(List<Table> refused) {
    Schema schema = QuarantineColumns.addedTo(Schema.of());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Table table : refused) {
      for (List<@Nullable Object> row : table.rows()) {
        Object record = value(table, row, QuarantineColumns.RECORD);
        rows.add(
            Arrays.asList(
                value(table, row, QuarantineColumns.REASON),
                record == null ? json(table, row) : record,
                value(table, row, QuarantineColumns.SOURCE)));
      }
    }
    return Table.of(schema, rows);
  }

  private static @Nullable Object value(Table table, List<@Nullable Object> row, String column) {
    return table.schema().has(column) ? row.get(table.indexOf(column)) : null;
  }

  /** Missing values are left out, as Spark does. */
  private static String json(Table table, List<@Nullable Object> row) {
    StringBuilder text = new StringBuilder("{");
    for (String name : table.schema().names()) {
      Object value = row.get(table.indexOf(name));
      if (value != null && !QuarantineColumns.ALL.contains(name)) {
        JsonLine.quote(text.length() == 1 ? text : text.append(','), name);
        text.append(':');
        if (value instanceof Number || value instanceof Boolean) {
          text.append(value);
        } else {
          JsonLine.quote(text, value.toString());
        }
      }
    }
    return text.append('}').toString();
  }
}
